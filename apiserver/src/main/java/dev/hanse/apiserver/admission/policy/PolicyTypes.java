package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.schema.ObjectMetaSchema;
import dev.hanse.machinery.schema.SchemaNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The types that a policy can be checked against, because it names them and somebody serves them.
///
/// @param objects what the policy is about, in order of group, version and kind
/// @param params the type of the parameters; empty when there are none or nobody knows it
record PolicyTypes(List<KnownType> objects, Optional<KnownType> params) {

    /// As in Kubernetes: a policy about more of them is checked against some.
    private static final int MOST = 10;

    private static final Comparator<GroupVersionKind> ORDER =
            Comparator.comparing(GroupVersionKind::group)
                    .thenComparing(GroupVersionKind::version)
                    .thenComparing(GroupVersionKind::kind);

    /// @param schema of the whole object, with all of its metadata
    record KnownType(GroupVersionKind kind, SchemaNode schema) {}

    PolicyTypes {
        objects = List.copyOf(objects);
    }

    /// @param spec of a policy
    static PolicyTypes of(JsonNode spec, ApiSurface surface) {
        return new PolicyTypes(objects(spec, surface), params(spec.path("paramKind"), surface));
    }

    private static List<KnownType> objects(JsonNode spec, ApiSurface surface) {
        var found = new TreeMap<GroupVersionKind, KnownType>(ORDER);
        for (var rule : spec.at("/matchConstraints/resourceRules")) {
            var groups = names(rule.path("apiGroups"), each -> each.contains("*"));
            var versions = names(rule.path("apiVersions"), each -> each.contains("*"));
            // Subresources have types of their own, which nothing here knows.
            var resources = new ArrayList<String>();
            rule.path("resources").forEach(each -> resources.add(each.asText()));
            resources.removeIf(each -> each.contains("*") || each.contains("/"));
            resources.sort(null);
            int count = 0;
            for (var group : groups) {
                for (var version : versions) {
                    for (var resource : resources) {
                        var served = surface.find(group, version, resource);
                        if (served.isPresent()) {
                            var kind = served.get().definition().kindAt(version);
                            var schema = served.get().version().schema().root();
                            found.put(kind, new KnownType(kind, complete(schema)));
                            if (++count == MOST) {
                                return List.copyOf(found.values());
                            }
                        }
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    /// Sorted; none at all if one of them stands for many.
    private static List<String> names(JsonNode array, Predicate<String> isMany) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        if (found.stream().anyMatch(isMany)) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private static Optional<KnownType> params(JsonNode paramKind, ApiSurface surface) {
        var apiVersion = paramKind.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        var kind =
                new GroupVersionKind(
                        slash < 0 ? "" : apiVersion.substring(0, slash),
                        apiVersion.substring(slash + 1),
                        paramKind.path("kind").asText());
        return surface.definitions().stream()
                .filter(each -> each.kindAt(kind.version()).equals(kind))
                .flatMap(each -> each.servedVersion(kind.version()).stream())
                .findFirst()
                .map(each -> new KnownType(kind, complete(each.schema().root())));
    }

    /// Definitions of custom resources say little about what every object has.
    private static SchemaNode complete(SchemaNode schema) {
        var nodes = JsonNodeFactory.instance;
        var all = nodes.objectNode();
        if (schema.source() instanceof ObjectNode source) {
            all.setAll(source);
        }
        var properties = nodes.objectNode();
        if (schema.source().path("properties") instanceof ObjectNode known) {
            properties.setAll(known);
        }
        for (var field : List.of("apiVersion", "kind")) {
            properties.putObject(field).put("type", "string");
        }
        properties.set("metadata", ObjectMetaSchema.node().source());
        all.put("type", "object").set("properties", properties);
        return SchemaNode.parse(all);
    }
}
