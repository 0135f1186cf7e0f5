/// Publishing an API in one logical cluster and binding it in others, as an extension of the
/// server.
@NullMarked
package dev.hanse.apiexports;

import org.jspecify.annotations.NullMarked;
