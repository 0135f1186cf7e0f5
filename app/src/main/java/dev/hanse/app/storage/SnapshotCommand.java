package dev.hanse.app.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.storage.snapshot.SnapshotFile;
import dev.hanse.storage.snapshot.SnapshotHeader;
import dev.hanse.storage.snapshot.SnapshotReader;
import dev.hanse.storage.snapshot.SnapshotWriter;
import dev.hanse.syncer.http.Connection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hanse storage snapshot`: a whole store in one file.
@Command(
        name = "snapshot",
        description = {
            "Writes everything in a store, as it is at one revision, to a file.",
            "The file restores into either kind of store. It holds every secret: its owner alone"
                    + " can read it. Encrypted values stay encrypted: keep their keys elsewhere."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse storage snapshot --kubeconfig .hanse/admin.kubeconfig backup.hanse",
            "  hanse storage snapshot --etcd-servers http://127.0.0.1:2379 backup.hanse"
        })
final class SnapshotCommand implements Callable<Integer> {

    private static final int ENTRIES = 1000;
    private static final int BUFFER = 256 << 10;

    @Parameters(paramLabel = "FILE", description = "Where it goes; must not exist.")
    Path file = Path.of("");

    @Mixin ServerOptions server = new ServerOptions();

    @Mixin StoreOptions store = new StoreOptions();

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        var target = store.target(server.target());
        try (var making = SnapshotFile.create(file)) {
            switch (target) {
                case Target.Server it -> download(it, making.out());
                case Target.Directory it -> {
                    try (var opened = OpenedStore.of(it)) {
                        write(opened, it, making.out());
                    }
                }
                case Target.Etcd it -> {
                    try (var opened = OpenedStore.of(it)) {
                        write(opened, it, making.out());
                    }
                }
            }
            making.publish();
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot broke off: " + e.getMessage(), e);
        }
        try (var written = SnapshotReader.open(file)) {
            output.print(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("file", file.toString())
                            .put("source", written.header().source())
                            .put("revision", written.header().revision().value())
                            .put("bytes", size()));
        }
        return 0;
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void download(Target.Server target, OutputStream out) throws IOException {
        try (var connection = Connection.fromKubeconfig(target.kubeconfig(), target.context());
                var in = connection.open(connection.server().resolve(StorageExtension.SNAPSHOT));
                var progress = Progress.of("KiB received")) {
            var buffer = new byte[BUFFER];
            long received = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                for (received += read; received >= 1024; received -= 1024) {
                    progress.step();
                }
            }
        }
    }

    private static void write(OpenedStore opened, Target target, OutputStream out)
            throws IOException {
        var scan = opened.scan();
        var header =
                new SnapshotHeader(target.name(), Clock.systemUTC().instant(), scan.revision());
        try (var writer = new SnapshotWriter(out, header);
                var progress = Progress.of("keys read")) {
            for (var some = scan.next(ENTRIES); !some.isEmpty(); some = scan.next(ENTRIES)) {
                for (var entry : some) {
                    writer.write(entry);
                    progress.step();
                }
            }
            writer.finish();
        }
    }
}
