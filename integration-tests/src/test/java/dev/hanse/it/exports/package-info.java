/// APIs that one workspace publishes and others bind, told by who takes part.
@NullMarked
package dev.hanse.it.exports;

import org.jspecify.annotations.NullMarked;
