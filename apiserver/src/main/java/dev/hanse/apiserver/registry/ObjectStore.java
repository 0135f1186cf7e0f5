package dev.hanse.apiserver.registry;

import dev.hanse.apiserver.read.Reads;
import dev.hanse.apiserver.read.Selection;
import dev.hanse.apiserver.watch.ObjectWatch;
import dev.hanse.apiserver.watch.WatchQuery;
import dev.hanse.storage.Range;
import dev.hanse.storage.Storage;

/// The verbs on stored objects, behind authorization: what REST and the loopback client share.
public record ObjectStore(Storage storage, Reads reads, Writes writes) {

    public ObjectWatch watch(Range range, Selection selection, WatchQuery query) {
        return ObjectWatch.open(storage, range, selection, query);
    }
}
