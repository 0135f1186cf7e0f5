package dev.hanse.apiexports.binding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Which names of which group are taken in one logical cluster while its bindings are worked
/// through. Not thread-safe.
final class NameConflicts {

    /// @param holder how messages call whoever has the names
    private record Taken(
            String holder, GroupResource resource, Set<String> names, Set<String> kinds) {}

    private final Supplier<List<KubeObject>> definitions;
    private final List<Taken> taken = new ArrayList<>();
    private boolean definitionsAreTaken;

    /// @param definitions CustomResourceDefinitions, which may be many, and which only matter when
    ///   something is about to be bound
    NameConflicts(Supplier<List<KubeObject>> definitions) {
        this.definitions = definitions;
    }

    /// @param names as in the names of a CustomResourceDefinition
    void take(String holder, GroupResource resource, JsonNode names) {
        taken.add(taken(holder, resource, names));
    }

    private static Taken taken(String holder, GroupResource resource, JsonNode names) {
        return new Taken(holder, resource, resourceNames(names), kinds(names));
    }

    private List<Taken> all() {
        if (!definitionsAreTaken) {
            taken.addAll(
                    0,
                    definitions.get().stream()
                            .filter(each -> each.status().path("acceptedNames").has("kind"))
                            .map(NameConflicts::takenBy)
                            .toList());
            definitionsAreTaken = true;
        }
        return taken;
    }

    private static Taken takenBy(KubeObject crd) {
        return taken(
                "CustomResourceDefinition \"" + crd.name() + "\"",
                new GroupResource(
                        crd.spec().path("group").asText(),
                        crd.spec().path("names").path("plural").asText()),
                crd.status().path("acceptedNames"));
    }

    /// Who already has the resource itself.
    Optional<String> holderOf(GroupResource resource) {
        return all().stream()
                .filter(each -> each.resource().equals(resource))
                .map(Taken::holder)
                .findFirst();
    }

    /// Why the names may not be used, or empty.
    Optional<String> problem(GroupResource resource, JsonNode names) {
        for (var each : all()) {
            if (!each.resource().group().equals(resource.group())) {
                continue;
            }
            for (var field : List.of("plural", "singular")) {
                var name = names.path(field).asText();
                if (each.names().contains(name)) {
                    return conflict(each, field, name);
                }
            }
            for (var name : names.path("shortNames")) {
                if (each.names().contains(name.asText())) {
                    return conflict(each, "shortNames", name.asText());
                }
            }
            for (var field : List.of("kind", "listKind")) {
                var kind = names.path(field).asText();
                if (each.kinds().contains(kind)) {
                    return conflict(each, field, kind);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> conflict(Taken by, String field, String value) {
        return Optional.of(
                "naming conflict with "
                        + by.holder()
                        + ": spec.names."
                        + field
                        + "="
                        + value
                        + " is forbidden");
    }

    private static Set<String> resourceNames(JsonNode names) {
        var found = new HashSet<String>();
        found.add(names.path("plural").asText());
        found.add(names.path("singular").asText());
        names.path("shortNames").forEach(each -> found.add(each.asText()));
        found.remove("");
        return found;
    }

    private static Set<String> kinds(JsonNode names) {
        var found = new HashSet<String>();
        found.add(names.path("kind").asText());
        found.add(names.path("listKind").asText());
        found.remove("");
        return found;
    }
}
