/// The provider's side of an export: identity, endpoint slices, rules, and the policy over
/// consumers.
@NullMarked
package dev.hanse.apiexports.export;

import org.jspecify.annotations.NullMarked;
