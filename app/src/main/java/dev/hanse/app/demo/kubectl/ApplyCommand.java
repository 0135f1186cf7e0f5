package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.status.ApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `apply -f FILE`: creates what is missing and changes what differs, server-side.
@Command(name = "apply")
final class ApplyCommand implements Callable<Integer> {

    private final KubectlCommand kubectl;
    private final PrintWriter out;

    @Option(names = "-f", required = true)
    Path file = Path.of("");

    ApplyCommand(KubectlCommand kubectl, PrintWriter out) {
        this.kubectl = kubectl;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        int failures = 0;
        try (var session = kubectl.open()) {
            for (var object : Yaml.parseAll(Files.readString(kubectl.file(file)))) {
                failures += applied(session, object) ? 0 : 1;
            }
        }
        return failures == 0 ? 0 : 1;
    }

    /// One object that is refused does not keep the others of a file from being applied.
    private boolean applied(Session session, JsonNode object) {
        try {
            out.println(apply(session, object));
            return true;
        } catch (ApiException | CommandFailedException e) {
            out.println(BuiltInKubectl.sentence(e));
            return false;
        }
    }

    private String apply(Session session, JsonNode object) {
        var kind =
                GroupVersion.parse(object.path("apiVersion").asText())
                        .withKind(object.path("kind").asText());
        var type = session.types().ofKind(kind);
        var name = object.at("/metadata/name").asText();
        var path = type.path(namespace(object)) + "/" + name;
        var before = version(session, path);
        var after = session.apply(path, object).at("/metadata/resourceVersion").asText();
        var what = before.isEmpty() ? "created" : before.equals(after) ? "unchanged" : "configured";
        return type.qualifiedName(name) + " " + what;
    }

    private String namespace(JsonNode object) {
        var own = object.at("/metadata/namespace").asText();
        return own.isEmpty() ? kubectl.namespace : own;
    }

    /// The object's resourceVersion, or the empty string if there is no such object.
    private static String version(Session session, String path) {
        try {
            return session.get(path).at("/metadata/resourceVersion").asText();
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return "";
            }
            throw e;
        }
    }
}
