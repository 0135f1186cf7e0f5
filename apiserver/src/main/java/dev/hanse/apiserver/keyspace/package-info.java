/// Objects to storage keys and back; the only place where a key is built.
@NullMarked
package dev.hanse.apiserver.keyspace;

import org.jspecify.annotations.NullMarked;
