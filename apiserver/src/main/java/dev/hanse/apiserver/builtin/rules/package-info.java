/// How the rules of built-in kinds are written down: defaults filled in, and what is wrong said
/// field by field.
@NullMarked
package dev.hanse.apiserver.builtin.rules;

import org.jspecify.annotations.NullMarked;
