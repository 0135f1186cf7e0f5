package dev.hanse.apiserver.discovery;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.machinery.object.GroupVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One API group of a surface.
///
/// @param versions the preferred one first
record ApiGroup(String name, List<Version> versions) {

    ApiGroup {
        versions = List.copyOf(versions);
    }

    /// @param resources by plural name
    /// @param elsewhere whether another server knows what there is
    record Version(GroupVersion groupVersion, List<ServedResource> resources, boolean elsewhere) {
        Version {
            resources = List.copyOf(resources);
        }

        String name() {
            return groupVersion.version();
        }
    }

    /// The versions this server knows the resources of.
    List<Version> described() {
        return versions.stream().filter(each -> !each.elsewhere()).toList();
    }

    Version preferred() {
        return versions.getFirst();
    }

    Optional<Version> version(String name) {
        return versions.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// The groups of a surface that serve anything, in the surface's order.
    static List<ApiGroup> of(ApiSurface surface) {
        return surface.rendered(ApiGroup.class, ApiGroup::group);
    }

    static Optional<ApiGroup> find(ApiSurface surface, String name) {
        return of(surface).stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static List<ApiGroup> group(ApiSurface surface) {
        Map<String, Map<String, List<ServedResource>>> byGroup = new LinkedHashMap<>();
        for (var definition : surface.definitions()) {
            for (var version : definition.versions()) {
                if (version.served()) {
                    byGroup.computeIfAbsent(
                                    definition.group(),
                                    _ -> new TreeMap<>(VersionPriority.MOST_PREFERRED_FIRST))
                            .computeIfAbsent(version.name(), _ -> new ArrayList<>())
                            .add(new ServedResource(definition, version));
                }
            }
        }
        for (var each : surface.elsewhere()) {
            byGroup.computeIfAbsent(
                            each.group(), _ -> new TreeMap<>(VersionPriority.MOST_PREFERRED_FIRST))
                    .put(each.version(), List.of());
        }
        return byGroup.entrySet().stream()
                .map(
                        each ->
                                new ApiGroup(
                                        each.getKey(),
                                        versions(
                                                each.getKey(),
                                                each.getValue(),
                                                surface.elsewhere())))
                .toList();
    }

    private static List<Version> versions(
            String group,
            Map<String, List<ServedResource>> byVersion,
            Set<GroupVersion> elsewhere) {
        var byPlural =
                Comparator.comparing((ServedResource each) -> each.definition().names().plural());
        var found = new ArrayList<Version>();
        byVersion.forEach(
                (name, resources) -> {
                    var version = new GroupVersion(group, name);
                    found.add(
                            new Version(
                                    version,
                                    resources.stream().sorted(byPlural).toList(),
                                    elsewhere.contains(version)));
                });
        return found;
    }
}
