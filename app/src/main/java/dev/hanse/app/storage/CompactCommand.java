package dev.hanse.app.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.storage.Revision;
import dev.hanse.storage.etcd.EtcdMaintenance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hanse storage compact`: disk space back.
@Command(
        name = "compact",
        description = {
            "Forgets history and gives its space back to the disk.",
            "A running server forgets by itself what is older than five minutes; this is for space"
                    + " that is needed now. In etcd, whose servers may go on, it compacts the whole"
                    + " etcd and defragments the members one after the other."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse storage compact --root-directory .hanse",
            "  hanse storage compact --etcd-servers http://a:2379,http://b:2379,http://c:2379"
        })
final class CompactCommand implements Callable<Integer> {

    @Mixin StoreOptions store = new StoreOptions();

    @Option(
            names = "--revision",
            paramLabel = "N",
            defaultValue = "0",
            description = "Keep what is readable from this one on (default: the newest).")
    long revision;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        output.print(
                switch (store.target(null)) {
                    case Target.Directory it -> compact(it);
                    case Target.Etcd it -> compact(it);
                    case Target.Server _ -> throw new IllegalStateException("not offered");
                });
        return 0;
    }

    private ObjectNode compact(Target.Directory target) {
        var result = JsonNodeFactory.instance.objectNode().put("compacted", target.name());
        long before;
        Revision oldest;
        try (var storage = OpenedStore.embedded(target)) {
            before = DiskUsage.of(target.store()).bytes();
            storage.compact(revision == 0 ? storage.revision() : new Revision(revision));
            storage.reclaim();
            oldest = storage.compactedRevision();
        }
        return result.put("compactedRevision", oldest.value())
                .put("bytesBefore", before)
                .put("bytesAfter", DiskUsage.of(target.store()).bytes());
    }

    private ObjectNode compact(Target.Etcd target) {
        var result = JsonNodeFactory.instance.objectNode().put("compacted", target.name());
        try (var etcd = EtcdMaintenance.connect(target.config())) {
            result.put("compactedRevision", etcd.compact(new Revision(revision)).value());
            var members = result.putArray("members");
            for (var each : etcd.defragment()) {
                members.addObject()
                        .put("member", each.member().toString())
                        .put("bytesBefore", each.bytesBefore())
                        .put("bytesAfter", each.bytesAfter());
            }
        }
        return result;
    }
}
