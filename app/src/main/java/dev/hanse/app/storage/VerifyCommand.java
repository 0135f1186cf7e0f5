package dev.hanse.app.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.storage.embedded.StoppedStore;
import dev.hanse.storage.snapshot.DamagedSnapshotException;
import dev.hanse.storage.snapshot.SnapshotReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hanse storage verify`: whether everything can still be read.
@Command(
        name = "verify",
        description = {
            "Reads all of a snapshot, or of the embedded store of a stopped server, and says what"
                    + " is wrong with it. Changes nothing.",
            "(etcd verifies itself: see `etcdctl check` and `etcdutl snapshot status`.)"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit status: 0 nothing is wrong, 1 something is, or it could not be read.",
            "",
            "Example:",
            "  hanse storage verify backup.hanse",
            "  hanse storage verify --root-directory .hanse"
        })
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A snapshot.")
    @Nullable Path file;

    @Option(
            names = "--root-directory",
            paramLabel = "DIR",
            description = "The embedded store of the stopped server with this directory.")
    @Nullable Path rootDirectory;

    @Mixin OutputOptions output = new OutputOptions();

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (file != null && rootDirectory == null) {
            return report(verify(file));
        }
        if (rootDirectory != null && file == null) {
            return report(verify(new Target.Directory(rootDirectory)));
        }
        throw new ParameterException(
                spec.commandLine(),
                "say what: a FILE, or --root-directory DIR of a stopped server");
    }

    private int report(ObjectNode result) {
        boolean sound = result.path("findings").isEmpty();
        result.put("sound", sound);
        output.print(result);
        return sound ? 0 : 1;
    }

    private static ObjectNode verify(Path file) {
        var result = JsonNodeFactory.instance.objectNode().put("verified", file.toString());
        var findings = result.putArray("findings");
        try (var snapshot = SnapshotReader.open(file);
                var progress = Progress.of("keys read")) {
            result.put("source", snapshot.header().source());
            result.put("takenAt", snapshot.header().takenAt().toString());
            result.put("revision", snapshot.header().revision().value());
            var counted = progress.counting(snapshot);
            while (counted.hasNext()) {
                counted.next();
            }
            result.put("keys", snapshot.entries());
        } catch (DamagedSnapshotException e) {
            findings.addObject()
                    .put("place", file.toString())
                    .put("problem", e.getMessage())
                    .put("advice", "take another snapshot, or use an older one");
        }
        return result;
    }

    private static ObjectNode verify(Target.Directory target) {
        OpenedStore.requireStopped(target);
        var result = JsonNodeFactory.instance.objectNode().put("verified", target.name());
        var findings = result.putArray("findings");
        try (var progress = Progress.of("rows read")) {
            for (var finding : StoppedStore.verify(target.store(), progress::step)) {
                findings.addObject()
                        .put("place", finding.place())
                        .put("problem", finding.problem())
                        .put("advice", finding.advice());
            }
        }
        return result;
    }
}
