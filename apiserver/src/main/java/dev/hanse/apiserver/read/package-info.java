/// Reads of stored objects, and caches that are dropped by the history itself.
@NullMarked
package dev.hanse.apiserver.read;

import org.jspecify.annotations.NullMarked;
