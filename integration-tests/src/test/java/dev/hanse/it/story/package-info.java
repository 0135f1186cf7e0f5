/// The demo as a person runs it: a program, its transcript and its exit status.
@NullMarked
package dev.hanse.it.story;

import org.jspecify.annotations.NullMarked;
