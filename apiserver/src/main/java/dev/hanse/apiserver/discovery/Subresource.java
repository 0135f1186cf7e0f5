package dev.hanse.apiserver.discovery;

import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A subresource as discovery shows it.
record Subresource(String name, GroupVersionKind kind, List<String> verbs) {

    private static final GroupVersionKind SCALE =
            new GroupVersionKind("autoscaling", "v1", "Scale");
    private static final List<String> PART_OF_OBJECT = List.of("get", "patch", "update");

    Subresource {
        verbs = verbs.stream().sorted().toList();
    }

    /// The subresources of `resource`, by name.
    static List<Subresource> of(ServedResource resource) {
        var found = new ArrayList<Subresource>();
        // Parts of an object that clients may not write are listed without verbs.
        var verbs =
                resource.definition().verbs().contains("update")
                        ? PART_OF_OBJECT
                        : List.<String>of();
        if (resource.version().hasStatus()) {
            found.add(new Subresource("status", resource.kind(), verbs));
        }
        if (resource.version().scale() != null) {
            found.add(new Subresource("scale", SCALE, verbs));
        }
        resource.definition()
                .strategy()
                .subresources()
                .forEach(
                        (name, handler) ->
                                found.add(
                                        new Subresource(
                                                name,
                                                handler.kind(),
                                                List.copyOf(handler.verbs()))));
        found.sort(Comparator.comparing(Subresource::name));
        return found;
    }
}
