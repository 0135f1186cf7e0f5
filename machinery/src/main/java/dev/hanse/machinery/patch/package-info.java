/// The patches that say what to change: JSON Patch, JSON Merge Patch and strategic merge patch.
/// Server-side apply, which says what should be, is in its own package.
@NullMarked
package dev.hanse.machinery.patch;

import org.jspecify.annotations.NullMarked;
