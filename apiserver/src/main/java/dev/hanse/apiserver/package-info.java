/// The API server: its composition, the flow of one request, and what other modules may add to it.
@NullMarked
package dev.hanse.apiserver;

import org.jspecify.annotations.NullMarked;
