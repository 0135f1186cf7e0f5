package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.registry.ObjectStore;
import dev.hanse.storage.Entry;

/// What a view hides does not exist for its callers.
final class VisibleObjects {

    private VisibleObjects() {}

    /// @throws dev.hanse.machinery.status.ApiException 404 when the call's view does not show the
    ///   object
    static void require(ObjectStore store, Call call, Entry entry) {
        var view = call.context().view();
        if (view == null) {
            return;
        }
        var filter = view.filter(call.served().definition());
        if (filter.isPresent()
                && !filter.get()
                        .matches(store.reads().form().object(call.resource(), entry).labels())) {
            throw call.notFound();
        }
    }

    /// The same for a call that is about to write the object it names, if it exists.
    static void requireStored(ObjectStore store, Call call) {
        if (call.context().view() != null) {
            store.reads()
                    .get(call.served().definition(), call.key(), "0")
                    .ifPresent(entry -> require(store, call, entry));
        }
    }
}
