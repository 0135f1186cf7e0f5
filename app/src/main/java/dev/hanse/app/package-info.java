/// The composition root: reads the command line, builds every object by hand, and runs it.
@NullMarked
package dev.hanse.app;

import org.jspecify.annotations.NullMarked;
