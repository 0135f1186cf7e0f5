package dev.hanse.apiserver.controllers;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is still in a namespace that is being emptied, and what went wrong. Filled by one thread.
final class NamespaceContent {

    private final SortedMap<String, Integer> remaining = new TreeMap<>();
    private final SortedMap<String, Integer> finalizers = new TreeMap<>();
    private final SortedMap<String, String> failures = new TreeMap<>();

    void add(GroupResource resource, KubeObject left) {
        // Kubernetes names the core group, too: by nothing.
        remaining.merge(resource.resource() + "." + resource.group(), 1, Integer::sum);
        left.finalizers().forEach(each -> finalizers.merge(each, 1, Integer::sum));
    }

    void failed(GroupResource resource, String why) {
        failures.put(resource.toString(), why);
    }

    boolean isEmpty() {
        return remaining.isEmpty() && failures.isEmpty();
    }

    /// Empty when nothing is left.
    String remaining() {
        return sentence("Some resources are remaining: ", remaining, " has ");
    }

    /// Empty when nothing left has finalizers.
    String finalizers() {
        return sentence(
                "Some content in the namespace has finalizers remaining: ", finalizers, " in ");
    }

    /// Empty when everything could be deleted.
    String failures() {
        return failures.isEmpty()
                ? ""
                : "Failed to delete all resource types, "
                        + failures.size()
                        + " remaining: "
                        + String.join(", ", failures.values());
    }

    private static String sentence(
            String start, SortedMap<String, Integer> counts, String between) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(
                                each ->
                                        each.getKey()
                                                + between
                                                + each.getValue()
                                                + " resource instances")
                        .collect(Collectors.joining(", ", start, ""));
    }
}
