package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Cursor;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.util.List;

/// What one cursor over `range` returned after `start`, batch by batch.
public record Following(Range range, Revision start, List<Cursor.Batch> batches) {

    public Following {
        batches = List.copyOf(batches);
    }

    /// Where another cursor would go on.
    public Revision position() {
        return batches.isEmpty() ? start : batches.getLast().upTo();
    }

    /// Requires the cursor to have kept its promises, given what really happened.
    ///
    /// The events of each batch must be those between the position before and the position after
    /// it, which says it all: ordered, unique, complete, whole commits, none from before the start,
    /// and no position ahead of an event that is still to come.
    public void requireFaithful(ModelStore model) {
        var position = start;
        for (var batch : batches) {
            if (position.isAfter(batch.upTo())) {
                throw new AssertionError(
                        "a cursor over %s went back from %s to %s"
                                .formatted(range, position, batch.upTo()));
            }
            var expected = model.events(range, position, batch.upTo());
            if (!batch.events().equals(expected)) {
                throw new AssertionError(
                        "a cursor over %s went from %s to %s and returned %s instead of %s"
                                .formatted(
                                        range, position, batch.upTo(), batch.events(), expected));
            }
            position = batch.upTo();
        }
    }
}
