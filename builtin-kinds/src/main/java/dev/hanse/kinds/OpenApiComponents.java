package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupVersionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// How the types of built-in kinds are described in OpenAPI 3 documents: each once, under the name
/// that Kubernetes gives it, with references to others.
///
/// Read from the file the build wrote whenever somebody asks: documents are rendered seldom, and
/// kept by those who render them.
public final class OpenApiComponents {

    private static final String FILE = "openapi.json.gz";
    private static final String REFERENCE = "#/components/schemas/";

    /// Where Go has the types of groups that are servers of their own; all others are in `api`.
    private static final Map<String, String> OTHER_PACKAGES =
            Map.of(
                    "apiextensions.k8s.io",
                    "apiextensions-apiserver.pkg.apis.apiextensions",
                    "apiregistration.k8s.io",
                    "kube-aggregator.pkg.apis.apiregistration");

    private final ObjectNode all;

    private OpenApiComponents(ObjectNode all) {
        this.all = all;
    }

    public static OpenApiComponents read() {
        try (var packed = OpenApiComponents.class.getResourceAsStream(FILE)) {
            if (packed == null) {
                throw new IllegalStateException("the build did not write " + FILE);
            }
            var tree = new ObjectMapper().readTree(new GZIPInputStream(packed));
            return new OpenApiComponents((ObjectNode) tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a built-in kind is called: `io.k8s.api.core.v1.Secret`.
    public static String name(GroupVersionKind kind) {
        var group = kind.group().isEmpty() ? "core" : kind.group();
        var location = OTHER_PACKAGES.getOrDefault(group, "api." + group.replaceFirst("\\..*", ""));
        return "io.k8s." + location + "." + kind.version() + "." + kind.kind();
    }

    public boolean contains(String name) {
        return all.has(name);
    }

    /// Puts a component, and all it refers to, into the components of a document. The document must
    /// not be changed within them.
    public void addTo(ObjectNode components, String name) {
        var waiting = new ArrayDeque<String>();
        waiting.add(name);
        while (!waiting.isEmpty()) {
            var next = waiting.remove();
            if (!components.has(next)) {
                components.set(next, all.required(next));
                collect(all.required(next), waiting);
            }
        }
    }

    private static void collect(JsonNode schema, ArrayDeque<String> references) {
        schema.forEach(
                each -> {
                    if (each.isContainerNode()) {
                        collect(each, references);
                    }
                });
        var reference = schema.path("$ref").asText();
        if (reference.startsWith(REFERENCE)) {
            references.add(reference.substring(REFERENCE.length()));
        }
    }
}
