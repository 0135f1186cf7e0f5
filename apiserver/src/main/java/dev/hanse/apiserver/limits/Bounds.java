package dev.hanse.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hanse.machinery.object.Quantity;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What one item of a LimitRange allows, and how it says no.
///
/// @param type of what is measured: `Container`, `Pod` or `PersistentVolumeClaim`
record Bounds(String type, JsonNode item) {

    private static final JsonNode NONE = MissingNode.getInstance();

    /// @param requests and `limits` are resource lists
    void check(JsonNode requests, JsonNode limits, List<String> problems) {
        each(item.path("min"), (name, bound) -> atLeast(name, bound, requests, limits, problems));
        each(item.path("max"), (name, bound) -> atMost(name, bound, requests, limits, problems));
        each(
                item.path("maxLimitRequestRatio"),
                (name, bound) -> ratio(name, bound, requests, limits, problems));
    }

    /// For what has requests only.
    void checkRequests(JsonNode requests, List<String> problems) {
        each(item.path("min"), (name, bound) -> atLeast(name, bound, requests, NONE, problems));
        each(
                item.path("max"),
                (name, bound) -> {
                    var start = "maximum " + name + " usage per " + type + " is " + bound;
                    var request = amount(requests, name);
                    if (request.isEmpty()) {
                        problems.add(start + ".  No request is specified");
                    } else if (request.get().compareTo(bound) > 0) {
                        problems.add(start + ", but request is " + request.get());
                    }
                });
    }

    private void atLeast(
            String name,
            Quantity bound,
            JsonNode requests,
            JsonNode limits,
            List<String> problems) {
        var start = "minimum " + name + " usage per " + type + " is " + bound;
        var request = amount(requests, name);
        var limit = amount(limits, name);
        if (request.isEmpty()) {
            problems.add(start + ".  No request is specified");
        } else if (request.get().compareTo(bound) < 0) {
            problems.add(start + ", but request is " + request.get());
        } else if (limit.isPresent() && limit.get().compareTo(bound) < 0) {
            problems.add(start + ", but limit is " + limit.get());
        }
    }

    private void atMost(
            String name,
            Quantity bound,
            JsonNode requests,
            JsonNode limits,
            List<String> problems) {
        var start = "maximum " + name + " usage per " + type + " is " + bound;
        var request = amount(requests, name);
        var limit = amount(limits, name);
        if (limit.isEmpty()) {
            problems.add(start + ".  No limit is specified");
        } else if (limit.get().compareTo(bound) > 0) {
            problems.add(start + ", but limit is " + limit.get());
        } else if (request.isPresent() && request.get().compareTo(bound) > 0) {
            problems.add(start + ", but request is " + request.get());
        }
    }

    private void ratio(
            String name,
            Quantity bound,
            JsonNode requests,
            JsonNode limits,
            List<String> problems) {
        var start = name + " max limit to request ratio per " + type + " is " + bound;
        var request = amount(requests, name).orElse(Quantity.ZERO);
        var limit = amount(limits, name).orElse(Quantity.ZERO);
        if (request.signum() == 0) {
            problems.add(start + ", but no request is specified or request is 0");
        } else if (limit.signum() == 0) {
            problems.add(start + ", but no limit is specified or limit is 0");
        } else {
            var ratio = limit.amount().divide(request.amount(), MathContext.DECIMAL64);
            if (ratio.compareTo(bound.amount()) > 0) {
                problems.add(
                        start
                                + ", but provided ratio is "
                                + String.format(Locale.ROOT, "%f", ratio.doubleValue()));
            }
        }
    }

    private static void each(JsonNode list, BiConsumer<String, Quantity> action) {
        list.properties()
                .forEach(
                        each ->
                                Quantity.parse(each.getValue().asText())
                                        .ifPresent(bound -> action.accept(each.getKey(), bound)));
    }

    private static Optional<Quantity> amount(JsonNode list, String name) {
        return list.has(name) ? Quantity.parse(list.path(name).asText()) : Optional.empty();
    }
}
