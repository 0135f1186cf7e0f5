package dev.hanse.app.storage;

import dev.hanse.storage.etcd.EtcdStorageConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The store that a tool works on.
sealed interface Target {

    /// What people call it.
    String name();

    /// The store of a running server, reached through it.
    record Server(Path kubeconfig, @Nullable String context) implements Target {
        @Override
        public String name() {
            return "the server of " + kubeconfig;
        }
    }

    /// The embedded store of a server that does not run.
    record Directory(Path root) implements Target {
        Path store() {
            return root.resolve("store");
        }

        @Override
        public String name() {
            return store().toString();
        }
    }

    /// The store of any number of servers, reached without them.
    record Etcd(EtcdStorageConfig config) implements Target {
        @Override
        public String name() {
            return "etcd " + config.endpoints() + " prefix \"" + config.prefix() + "\"";
        }
    }
}
