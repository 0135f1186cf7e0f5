/// Label and field selectors: parse, match, render.
@NullMarked
package dev.hanse.machinery.selector;

import org.jspecify.annotations.NullMarked;
