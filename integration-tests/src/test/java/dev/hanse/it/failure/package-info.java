/// What must survive when the server is killed.
@NullMarked
package dev.hanse.it.failure;

import org.jspecify.annotations.NullMarked;
