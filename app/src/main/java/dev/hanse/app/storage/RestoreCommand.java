package dev.hanse.app.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.storage.Revision;
import dev.hanse.storage.embedded.StoppedStore;
import dev.hanse.storage.etcd.EtcdMaintenance;
import dev.hanse.storage.snapshot.SnapshotReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hanse storage restore`: a store from a snapshot.
@Command(
        name = "restore",
        description = {
            "Fills an empty store from a snapshot.",
            "The whole file is checked before anything is written. No client sees time go back: the"
                    + " store starts at a later revision than any that was handed out, and every"
                    + " watch of before is told to list again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse storage restore --root-directory .hanse backup.hanse",
            "  hanse start --root-directory .hanse"
        })
final class RestoreCommand implements Callable<Integer> {

    /// As etcd's documentation proposes: more than a busy store writes between two snapshots.
    private static final long EMBEDDED_BUMP = 1_000_000_000;

    @Parameters(paramLabel = "FILE", description = "The snapshot.")
    Path file = Path.of("");

    @Mixin StoreOptions store = new StoreOptions();

    @Option(
            names = "--bump-revision",
            paramLabel = "N",
            description = {
                "How far the new store starts behind the revision of the snapshot: at least as many"
                        + " as were written after it (default: 1000000000, and 0 for etcd,"
                        + " which counts by itself and can be brought forward by 100000 only)."
            })
    @Nullable Long bump;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        var target = store.target(null);
        if (bump != null && bump < 0) {
            throw new IllegalArgumentException("--bump-revision " + bump + " would turn time back");
        }
        if (target instanceof Target.Directory directory) {
            OpenedStore.requireStopped(directory);
        }
        long entries = check();
        Revision newest;
        try (var snapshot = SnapshotReader.open(file);
                var progress = Progress.of("keys written")) {
            var taken = snapshot.header().revision();
            var counted = progress.counting(snapshot);
            newest =
                    switch (target) {
                        case Target.Directory it -> {
                            var first = later(taken, bump == null ? EMBEDDED_BUMP : bump);
                            StoppedStore.restore(it.store(), first, counted);
                            yield first;
                        }
                        case Target.Etcd it -> {
                            try (var etcd = EtcdMaintenance.connect(it.config())) {
                                yield etcd.restore(later(taken, bump == null ? 0 : bump), counted);
                            }
                        }
                        case Target.Server _ ->
                                throw new IllegalStateException("a server is not restored into");
                    };
        }
        output.print(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("restored", target.name())
                        .put("keys", entries)
                        .put("revision", newest.value()));
        return 0;
    }

    /// Reads everything once before anything is written.
    private long check() {
        try (var snapshot = SnapshotReader.open(file);
                var progress = Progress.of("keys checked")) {
            var counted = progress.counting(snapshot);
            while (counted.hasNext()) {
                counted.next();
            }
            return snapshot.entries();
        }
    }

    private static Revision later(Revision revision, long bump) {
        return new Revision(Math.addExact(revision.value(), bump));
    }
}
