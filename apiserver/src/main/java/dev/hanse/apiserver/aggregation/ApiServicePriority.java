package dev.hanse.apiserver.aggregation;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupVersion;
import java.util.Map;
import java.util.Optional;

/// Where clients find a group version among others: a larger number comes first.
///
/// @param group of the group among groups
/// @param version of the version in its group
public record ApiServicePriority(int group, int version) {

    /// That of all custom resources, whose versions their names put in order.
    static final ApiServicePriority CUSTOM_RESOURCE = new ApiServicePriority(1000, 100);

    private static final int ONLY_VERSION = 15;

    /// As kube-apiserver 1.36 registers them.
    private static final Map<String, Integer> GROUPS =
            Map.ofEntries(
                    entry("", 18000),
                    entry("apps", 17800),
                    entry("events.k8s.io", 17750),
                    entry("authentication.k8s.io", 17700),
                    entry("authorization.k8s.io", 17600),
                    entry("autoscaling", 17500),
                    entry("batch", 17400),
                    entry("certificates.k8s.io", 17300),
                    entry("networking.k8s.io", 17200),
                    entry("policy", 17100),
                    entry("rbac.authorization.k8s.io", 17000),
                    entry("storage.k8s.io", 16800),
                    entry("apiextensions.k8s.io", 16700),
                    entry("admissionregistration.k8s.io", 16700),
                    entry("scheduling.k8s.io", 16600),
                    entry("coordination.k8s.io", 16500),
                    entry("node.k8s.io", 16300),
                    entry("discovery.k8s.io", 16200),
                    entry("resource.k8s.io", 16200),
                    entry("flowcontrol.apiserver.k8s.io", 16100));

    private static final Map<String, Integer> VERSIONS =
            Map.of(
                    "v1",
                    1,
                    "autoscaling/v2",
                    30,
                    "flowcontrol.apiserver.k8s.io/v1",
                    21,
                    "resource.k8s.io/v1",
                    21);

    /// That of a group among groups. What APIServices are in comes first.
    public static int ofGroup(String group) {
        return GROUPS.getOrDefault(group, Integer.MAX_VALUE);
    }

    /// That of a built-in group version; empty for one that is not registered, as the group of
    /// APIServices itself.
    static Optional<ApiServicePriority> builtIn(GroupVersion version) {
        return Optional.ofNullable(GROUPS.get(version.group()))
                .map(
                        group ->
                                new ApiServicePriority(
                                        group,
                                        VERSIONS.getOrDefault(version.toString(), ONLY_VERSION)));
    }

    void writeTo(ObjectNode spec) {
        spec.put("groupPriorityMinimum", group).put("versionPriority", version);
    }
}
