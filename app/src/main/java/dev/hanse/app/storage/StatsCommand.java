package dev.hanse.app.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.storage.Scan;
import dev.hanse.syncer.http.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hanse storage stats`: what a store holds, and what of it is most.
@Command(
        name = "stats",
        description = "Says how many keys and bytes each API has in a store, largest first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse storage stats --kubeconfig .hanse/admin.kubeconfig --top 5",
            "  hanse storage stats --root-directory .hanse -o json"
        })
final class StatsCommand implements Callable<Integer> {

    private static final int ENTRIES = 1000;

    @Mixin ServerOptions server = new ServerOptions();

    @Mixin StoreOptions store = new StoreOptions();

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many APIs (default: ${DEFAULT-VALUE}).")
    int top;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        var statistics =
                switch (store.target(server.target())) {
                    case Target.Server it -> ask(it);
                    case Target.Directory it -> count(it);
                    case Target.Etcd it -> {
                        try (var opened = OpenedStore.of(it)) {
                            yield count(opened.scan());
                        }
                    }
                };
        if (statistics.path("apis") instanceof ArrayNode apis) {
            while (apis.size() > top) {
                apis.remove(apis.size() - 1);
            }
        }
        output.print(statistics);
        return 0;
    }

    private static ObjectNode ask(Target.Server target) {
        try (var connection = Connection.fromKubeconfig(target.kubeconfig(), target.context())) {
            var uri = connection.server().resolve(StorageExtension.STATISTICS);
            return (ObjectNode) connection.get(uri, "application/json");
        }
    }

    private static ObjectNode count(Target.Directory target) {
        try (var storage = OpenedStore.embedded(target);
                var scan = storage.scan(StorageExtension.EVERYTHING, storage.revision())) {
            var statistics = count(scan);
            var disk = DiskUsage.of(target.store());
            // Before the list, which is long.
            var apis = statistics.remove("apis");
            statistics
                    .put("compactedRevision", storage.compactedRevision().value())
                    .put("versions", storage.versions())
                    .put("files", disk.files())
                    .put("bytesOnDisk", disk.bytes())
                    .set("apis", apis);
            return statistics;
        }
    }

    private static ObjectNode count(Scan scan) {
        var statistics = new Statistics();
        try (var progress = Progress.of("keys read")) {
            for (var some = scan.next(ENTRIES); !some.isEmpty(); some = scan.next(ENTRIES)) {
                for (var entry : some) {
                    statistics.add(entry);
                    progress.step();
                }
            }
        }
        return statistics.toJson(scan.revision());
    }
}
