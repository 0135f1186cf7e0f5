package dev.hanse.storage.faults;

import dev.hanse.storage.Index;
import dev.hanse.storage.Storage;
import dev.hanse.storage.conformance.history.Words;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import dev.hanse.storage.etcd.EtcdStorage;
import dev.hanse.storage.etcd.EtcdStorageConfig;
import dev.hanse.storage.etcd.EtcdTls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Which store a child process opens, as a command line says it.
sealed interface Engine {

    Duration DEADLINE = Duration.ofSeconds(20);
    long CACHE_BYTES = 4L << 20;
    long WRITE_BUFFER_BYTES = 8L << 20;

    /// Few, so that cursors have to read from disk.
    long RECENT_BYTES = 16L << 10;

    /// Opens the store with [Words] as its index.
    Storage open();

    List<String> arguments();

    /// Every other process finds another definition than its own on the disk, and has to build the
    /// index anew while it serves; the others go on with what was built, or half built, before.
    static List<Index> indexes() {
        var words = Words.index();
        boolean another = ProcessHandle.current().pid() % 2 == 0;
        return List.of(
                new Index(
                        words.name(),
                        another ? words.definition() + " again" : words.definition(),
                        words.scope(),
                        words.terms()));
    }

    static Engine of(List<String> arguments) {
        return switch (arguments.getFirst()) {
            case "embedded" -> new Embedded(Path.of(arguments.get(1)));
            case "etcd" ->
                    new Etcd(
                            Path.of(arguments.get(1)),
                            arguments.stream().skip(2).map(URI::create).toList());
            default -> throw new IllegalArgumentException("unknown engine " + arguments);
        };
    }

    record Embedded(Path directory) implements Engine {
        @Override
        public Storage open() {
            return EmbeddedStorage.open(
                    new EmbeddedStorageConfig(directory)
                            .withDeadline(DEADLINE)
                            .withMemory(CACHE_BYTES, WRITE_BUFFER_BYTES, RECENT_BYTES)
                            .withReservedBytes(0),
                    indexes());
        }

        @Override
        public List<String> arguments() {
            return List.of("embedded", directory.toString());
        }
    }

    record Etcd(Path replica, List<URI> endpoints) implements Engine {
        public Etcd {
            endpoints = List.copyOf(endpoints);
        }

        @Override
        public Storage open() {
            return EtcdStorage.connect(
                    new EtcdStorageConfig(
                            endpoints,
                            "/faults",
                            replica,
                            DEADLINE,
                            CACHE_BYTES,
                            RECENT_BYTES,
                            EtcdTls.DEFAULT),
                    indexes());
        }

        @Override
        public List<String> arguments() {
            var arguments = new ArrayList<>(List.of("etcd", replica.toString()));
            endpoints.forEach(endpoint -> arguments.add(endpoint.toString()));
            return arguments;
        }
    }
}
