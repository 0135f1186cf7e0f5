/// Structural schemas: what an object may contain, its defaults, its validation rules and how its
/// lists and maps merge.
@NullMarked
package dev.hanse.machinery.schema;

import org.jspecify.annotations.NullMarked;
