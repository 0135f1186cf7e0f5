/// JSON and YAML in and out, and the storage form of objects, which is served without parsing.
@NullMarked
package dev.hanse.machinery.codec;

import org.jspecify.annotations.NullMarked;
