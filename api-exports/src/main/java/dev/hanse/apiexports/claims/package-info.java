/// Permission claims: offered by exports, accepted by bindings, marked on the objects they cover.
@NullMarked
package dev.hanse.apiexports.claims;

import org.jspecify.annotations.NullMarked;
