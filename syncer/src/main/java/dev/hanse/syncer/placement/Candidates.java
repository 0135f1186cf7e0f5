package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Finds the sync targets that a Placement's location selectors lead to.
final class Candidates {

    private Candidates() {}

    /// A Location lends its labels to the targets it chooses; where a target has labels of its own,
    /// they can be selected by as well.
    ///
    /// @return sorted by location and target, each target once
    static List<Candidate> of(
            KubeObject placement, List<KubeObject> locations, List<KubeObject> targets) {
        var selectors = selectors(placement);
        var found = new HashMap<String, Candidate>();
        for (var location : byName(locations)) {
            var instances = orEverything(location.spec().path("instanceSelector"));
            for (var target : byName(targets)) {
                if (instances.matches(target.labels())
                        && matchesAny(selectors, merged(target, location))) {
                    found.putIfAbsent(target.name(), new Candidate(location.name(), target));
                }
            }
        }
        return found.values().stream()
                .sorted(
                        Comparator.comparing(Candidate::location)
                                .thenComparing(it -> it.target().name()))
                .toList();
    }

    /// The constraint in words, for messages.
    static String describe(KubeObject placement) {
        return selectors(placement).stream()
                .map(LabelSelector::toString)
                .map(text -> text.isEmpty() ? "any location" : text)
                .collect(Collectors.joining(" or "));
    }

    /// A selector that is not there selects everything, as Placement's API text says.
    static LabelSelector orEverything(JsonNode selector) {
        return selector.isObject() ? LabelSelector.fromJson(selector) : LabelSelector.everything();
    }

    private static List<LabelSelector> selectors(KubeObject placement) {
        var json = placement.spec().path("locationSelectors");
        return json.isEmpty()
                ? List.of(LabelSelector.everything())
                : StreamSupport.stream(json.spliterator(), false)
                        .map(LabelSelector::fromJson)
                        .toList();
    }

    private static Map<String, String> merged(KubeObject target, KubeObject location) {
        var labels = new HashMap<>(target.labels());
        labels.putAll(location.labels());
        return labels;
    }

    private static boolean matchesAny(List<LabelSelector> selectors, Map<String, String> labels) {
        return selectors.stream().anyMatch(each -> each.matches(labels));
    }

    private static List<KubeObject> byName(List<KubeObject> objects) {
        var sorted = new ArrayList<>(objects);
        sorted.sort(Comparator.comparing(KubeObject::name));
        return sorted;
    }
}
