/// Server-side apply: who manages which field of an object, and what follows when someone applies a
/// configuration (KEP-555). Read [FieldManagers] first.
///
/// The rules are those of structured-merge-diff. An object at another version of its API is taken
/// to have the same fields.
@NullMarked
package dev.hanse.machinery.apply;

import org.jspecify.annotations.NullMarked;
