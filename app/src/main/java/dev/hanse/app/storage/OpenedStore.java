package dev.hanse.app.storage;

import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import dev.hanse.storage.embedded.StoppedStore;
import dev.hanse.storage.etcd.EtcdMaintenance;

/// A walk over a store that no server is asked about, and what has to be closed after it.
record OpenedStore(Scan scan, AutoCloseable store) implements AutoCloseable {

    static OpenedStore of(Target.Directory target) {
        var storage = embedded(target);
        return opened(() -> storage.scan(StorageExtension.EVERYTHING, Revision.NONE), storage);
    }

    static OpenedStore of(Target.Etcd target) {
        var etcd = EtcdMaintenance.connect(target.config());
        return opened(etcd::scan, etcd);
    }

    /// @throws UnavailableException if there is none, or a server uses it
    static EmbeddedStorage embedded(Target.Directory target) {
        requireStopped(target);
        return EmbeddedStorage.open(new EmbeddedStorageConfig(target.store()));
    }

    static void requireStopped(Target.Directory target) {
        StoppedStore.holder(target.store())
                .ifPresent(
                        holder -> {
                            throw new UnavailableException(
                                    target.store()
                                            + " is in use by "
                                            + holder
                                            + ": stop it, or ask it with --kubeconfig "
                                            + target.root().resolve("admin.kubeconfig"),
                                    null);
                        });
    }

    private interface Opening {
        Scan open();
    }

    private static OpenedStore opened(Opening opening, AutoCloseable store) {
        try {
            return new OpenedStore(opening.open(), store);
        } catch (RuntimeException e) {
            close(store);
            throw e;
        }
    }

    @Override
    public void close() {
        scan.close();
        close(store);
    }

    private static void close(AutoCloseable store) {
        try {
            store.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("closing failed", e);
        }
    }
}
