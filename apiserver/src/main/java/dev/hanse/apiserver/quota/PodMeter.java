package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Quantity;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Pods: how many there are, and what those that have not ended request and are limited to.
record PodMeter() implements Meter {

    static final GroupResource PODS = new GroupResource("", "pods");
    private static final String REQUESTS = "requests.";
    private static final String HUGE_PAGES = "hugepages-";
    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> BOTH_REQUIRED = Set.of("cpu", "memory");
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    @Override
    public Amounts usage(JsonNode object) {
        var count = new TreeMap<String, Quantity>();
        count.put(Meter.countOf(PODS), Quantity.of(1));
        var counted = new Amounts(count);
        if (ENDED.contains(object.path("status").path("phase").asText())) {
            return counted;
        }
        return counted.plus(names(PodResources.of(object.path("spec"))));
    }

    /// What quotas call the resources that a pod or container asks for.
    private static Amounts names(PodResources resources) {
        var amounts = new TreeMap<String, Quantity>();
        amounts.put("pods", Quantity.of(1));
        resources
                .requests()
                .byName()
                .forEach(
                        (name, value) -> {
                            if (COMPUTE.contains(name) || name.startsWith(HUGE_PAGES)) {
                                amounts.put(name, value);
                                amounts.put(REQUESTS + name, value);
                            } else if (isExtended(name)) {
                                amounts.put(REQUESTS + name, value);
                            }
                        });
        resources
                .limits()
                .byName()
                .forEach(
                        (name, value) -> {
                            if (COMPUTE.contains(name)) {
                                amounts.put("limits." + name, value);
                            }
                        });
        return new Amounts(amounts);
    }

    /// Resources that are not Kubernetes' own have a domain.
    private static boolean isExtended(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/");
    }

    @Override
    public boolean matches(String name) {
        if (name.startsWith("limits.")) {
            return COMPUTE.contains(name.substring("limits.".length()));
        }
        var bare = name.startsWith(REQUESTS) ? name.substring(REQUESTS.length()) : name;
        return name.equals("pods")
                || name.equals(Meter.countOf(PODS))
                || COMPUTE.contains(bare)
                || bare.startsWith(HUGE_PAGES)
                || (name.startsWith(REQUESTS) && isExtended(bare));
    }

    @Override
    public boolean isIn(Scope scope, JsonNode object) {
        var spec = object.path("spec");
        return switch (scope.name()) {
            case "Terminating" -> hasDeadline(spec);
            case "NotTerminating" -> !hasDeadline(spec);
            case "BestEffort" -> isBestEffort(spec);
            case "NotBestEffort" -> !isBestEffort(spec);
            case "PriorityClass" -> scope.selects(spec.path("priorityClassName").asText());
            case "CrossNamespacePodAffinity" -> PodAffinity.crossesNamespaces(spec);
            default -> false;
        };
    }

    private static boolean hasDeadline(JsonNode spec) {
        var deadline = spec.path("activeDeadlineSeconds");
        return deadline.isNumber() && deadline.asLong() >= 0;
    }

    /// Whether nothing in the pod asks for processor or memory.
    private static boolean isBestEffort(JsonNode spec) {
        var resources = PodResources.of(spec);
        return resources
                .requests()
                .plus(resources.limits())
                .only(BOTH_REQUIRED)
                .withoutZeros()
                .isEmpty();
    }

    /// A quota on processor or memory wants every container to say what it needs.
    @Override
    public String missing(Collection<String> limited, JsonNode object) {
        var containers = new TreeMap<String, Set<String>>();
        for (var list : List.of("containers", "initContainers")) {
            for (var container : object.path("spec").path(list)) {
                var resources = container.path("resources");
                var said =
                        names(
                                        new PodResources(
                                                Amounts.of(resources.path("requests")),
                                                Amounts.of(resources.path("limits"))))
                                .byName();
                for (var name : limited) {
                    if (isRequired(name) && !said.containsKey(name)) {
                        containers
                                .computeIfAbsent(name, _ -> new TreeSet<>())
                                .add(container.path("name").asText());
                    }
                }
            }
        }
        if (containers.isEmpty()) {
            return "";
        }
        return containers.entrySet().stream()
                .map(each -> each.getKey() + " for: " + String.join(",", each.getValue()))
                .collect(Collectors.joining("; ", "must specify ", ""));
    }

    private static boolean isRequired(String name) {
        var bare = name.startsWith(REQUESTS) ? name.substring(REQUESTS.length()) : name;
        return BOTH_REQUIRED.contains(
                name.startsWith("limits.") ? name.substring("limits.".length()) : bare);
    }
}
