/// Storage without a server: one committer thread orders the transactions, RocksDB keeps them.
///
/// [EmbeddedStorage] is the door, [Committer] the engine; reads are those of
/// [dev.hanse.storage.history].
@NullMarked
package dev.hanse.storage.embedded;

import org.jspecify.annotations.NullMarked;
