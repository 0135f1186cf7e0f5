package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.read.StorageErrors;
import dev.hanse.storage.StorageException;
import java.util.Optional;
import java.util.function.Supplier;

/// The resource of an open watch. Its definition may change meanwhile, for instance who converts
/// it, and what is said from then on is said as the new one has it.
///
/// Used by one thread at a time.
final class WatchedResource {

    private final Supplier<Optional<ServedResource>> lookup;
    private ServedResource served;
    private boolean gone;

    /// @param lookup of what is served at the moment; costs little
    WatchedResource(ServedResource served, Supplier<Optional<ServedResource>> lookup) {
        this.served = served;
        this.lookup = lookup;
    }

    /// One that stays as it is.
    static WatchedResource fixed(ServedResource served) {
        return new WatchedResource(served, () -> Optional.of(served));
    }

    /// The resource as it is now, or as it last was.
    ServedResource now() {
        try {
            var found = lookup.get().filter(this::hasTheSameObjects);
            gone = found.isEmpty();
            found.ifPresent(each -> served = each);
            return served;
        } catch (StorageException e) {
            throw StorageErrors.toApi(e);
        }
    }

    /// Whether it was not served any more when it was last asked for. Its last objects may have
    /// gone before it, which watchers want to know.
    boolean isGone() {
        return gone;
    }

    private boolean hasTheSameObjects(ServedResource found) {
        return found.definition().storedAs().equals(served.definition().storedAs());
    }
}
