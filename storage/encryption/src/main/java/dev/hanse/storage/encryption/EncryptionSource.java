package dev.hanse.storage.encryption;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Index;
import dev.hanse.storage.Revision;

/// Says how values are to be kept now; may say something else later. Thread-safe.
///
/// Whatever it says has to read what it made others write before.
public interface EncryptionSource extends AutoCloseable {

    /// Asked for every call of the store, and so quick.
    Encryption current();

    /// The same index over values as they were written, for the store below an [EncryptedStorage].
    /// Its terms are stored as they are: an index shows what it finds objects by. A value that
    /// cannot be read has no terms.
    default Index overPlainValues(Index index) {
        return new Index(
                index.name(),
                index.definition(),
                index.scope(),
                (key, value) ->
                        index.terms()
                                .of(
                                        key,
                                        current()
                                                .open(
                                                        new Entry(
                                                                key,
                                                                value,
                                                                Revision.NONE,
                                                                Revision.NONE))
                                                .value()));
    }

    /// No change is wanted any more.
    @Override
    default void close() {}
}
