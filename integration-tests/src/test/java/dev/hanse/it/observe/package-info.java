/// What the server shows of itself to operators.
@NullMarked
package dev.hanse.it.observe;

import org.jspecify.annotations.NullMarked;
