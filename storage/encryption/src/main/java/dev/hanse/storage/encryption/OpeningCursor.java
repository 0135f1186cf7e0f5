package dev.hanse.storage.encryption;

import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.UnreadableValueException;
import org.jspecify.annotations.Nullable;

/// Opens the values of another cursor's events.
///
/// INVARIANT: after an event could not be opened nothing more is returned. The cursor below has
/// moved on, and its next events would hide the gap.
final class OpeningCursor implements Cursor {

    private final Cursor stored;
    private final EncryptionSource encryption;
    private @Nullable UnreadableValueException failure;

    OpeningCursor(Cursor stored, EncryptionSource encryption) {
        this.stored = stored;
        this.encryption = encryption;
    }

    @Override
    public Batch next(int maxEvents) {
        if (failure != null) {
            throw failure;
        }
        var batch = stored.next(maxEvents);
        try {
            var now = encryption.current();
            return new Batch(
                    Unchanged.orChanged(batch.events(), event -> opened(now, event)), batch.upTo());
        } catch (UnreadableValueException e) {
            failure = e;
            throw e;
        }
    }

    private static Event opened(Encryption now, Event stored) {
        var current = opened(now, stored.current());
        var previous = opened(now, stored.previous());
        return Unchanged.isSame(current, stored.current())
                        && Unchanged.isSame(previous, stored.previous())
                ? stored
                : new Event(stored.key(), stored.revision(), current, previous);
    }

    private static @Nullable Entry opened(Encryption now, @Nullable Entry stored) {
        return stored == null ? null : now.open(stored);
    }

    @Override
    public void whenReadable(Runnable signal) {
        if (failure != null) {
            signal.run();
        } else {
            stored.whenReadable(signal);
        }
    }

    @Override
    public void close() {
        stored.close();
    }
}
