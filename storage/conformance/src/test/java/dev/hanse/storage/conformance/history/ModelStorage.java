package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import java.util.ArrayList;
import java.util.List;

/// The model as a store, right or wrong in one way: its cursors, or every few of its calls, do what
/// its [Defect] says.
///
/// Thread-safe: one call at a time.
final class ModelStorage implements StoreCalls {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);

    private static final int EVERY_FEW = 3;

    private final ModelStore model = new ModelStore(new Revision(1));
    private final Defect defect;
    private int chances;

    /// A store with a past.
    ModelStorage(Defect defect) {
        this.defect = defect;
        model.apply(Txn.create(Bytes.utf8("old"), Bytes.EMPTY), new Revision(2));
    }

    /// What really happened, whatever cursors say.
    synchronized List<Event> log() {
        return model.events(EVERYTHING, new Revision(2), model.newest());
    }

    private boolean strikes(Defect candidate) {
        return defect == candidate && ++chances % EVERY_FEW == 0;
    }

    @Override
    public synchronized Revision revision() {
        return model.newest();
    }

    @Override
    public synchronized Page read(Range range, Revision at, int limit) {
        var newest = model.newest();
        boolean stale = at.isNone() && strikes(Defect.STALE_READ);
        var seen = stale ? new Revision(Math.max(2, newest.value() - 10)) : newest;
        var revision = at.isNone() ? seen : at;
        var entries = model.list(range, revision);
        return entries.size() <= limit
                ? new Page(revision, entries, false)
                : new Page(revision, entries.subList(0, limit), true);
    }

    @Override
    public synchronized Outcome commit(Txn txn) {
        if (!model.holds(txn, model.newest()) && !strikes(Defect.IGNORED_CONDITION)) {
            return new Outcome.Rejected(model.newest(), model.found(txn, model.newest()));
        }
        var revision = new Revision(model.newest().value() + 1);
        if (strikes(Defect.LOST_WRITE)) {
            model.apply(new Txn(List.of(), List.of()), revision);
        } else if (txn.writes().size() > 1 && strikes(Defect.TORN_TRANSACTION)) {
            model.apply(new Txn(List.of(), txn.writes().subList(0, 1)), revision);
        } else {
            model.apply(txn, revision);
        }
        if (strikes(Defect.WRITE_AFTER_REFUSAL)) {
            throw new UnavailableException("nothing was written, so it says", null);
        }
        return new Outcome.Committed(revision);
    }

    @Override
    public synchronized Cursor watch(Range range, Revision after) {
        return new ModelCursor(range, after.isNone() ? model.newest() : after);
    }

    private final class ModelCursor implements Cursor {
        private final Range range;
        private Revision position;

        ModelCursor(Range range, Revision position) {
            this.range = range;
            this.position = position;
        }

        @Override
        public Batch next(int maxEvents) {
            synchronized (ModelStorage.this) {
                var upTo = model.newest();
                var events = new ArrayList<>(model.events(range, position, upTo));
                if (events.size() > 1) {
                    switch (defect) {
                        case DROPPED_EVENT -> events.removeFirst();
                        case DUPLICATED_EVENT -> events.add(events.getFirst());
                        case SWAPPED_EVENTS -> events.add(events.removeFirst());
                        case EVENT_FROM_BEFORE_THE_START -> events.add(0, before(position));
                        // Said to have been returned, and still to come with the next batch.
                        case PROGRESS_AHEAD -> {
                            return new Batch(List.of(), upTo);
                        }
                        default -> {}
                    }
                }
                position = upTo;
                return new Batch(events, upTo);
            }
        }

        private Event before(Revision revision) {
            return model.events(EVERYTHING, Revision.NONE, revision).getLast();
        }

        /// Says nothing: followers look again by themselves, and find several events at once.
        @Override
        public void whenReadable(Runnable signal) {}

        @Override
        public void close() {}
    }
}
