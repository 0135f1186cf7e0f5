package dev.hanse.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Quantity;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// LimitRanges say what they leave open, and do not contradict themselves.
public final class LimitRangeStrategy implements Strategy {

    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final String DEFAULT = "default";
    private static final String REQUEST = "defaultRequest";
    private static final String RATIO = "maxLimitRequestRatio";
    private static final List<String> LISTS = List.of(MIN, MAX, DEFAULT, REQUEST, RATIO);

    /// Which of two values is the smaller one, and what they are called when it is not.
    private record Order(
            String smaller, String larger, String words, String thanWords, String field) {}

    private static final List<Order> ORDERS =
            List.of(
                    new Order(MIN, MAX, "min value", "max value", MIN),
                    new Order(MIN, REQUEST, "min value", "default request value", REQUEST),
                    new Order(REQUEST, MAX, "default request value", "max value", REQUEST),
                    new Order(
                            REQUEST,
                            DEFAULT,
                            "default request value",
                            "default limit value",
                            REQUEST),
                    new Order(MIN, DEFAULT, "min value", "default value", DEFAULT),
                    new Order(DEFAULT, MAX, "default value", "max value", DEFAULT));

    public static Map<GroupResource, Strategy> byResource() {
        return Map.of(LimitRanger.LIMIT_RANGES, new LimitRangeStrategy());
    }

    /// Containers are limited to the maximum when nothing else is said, and request their limit or
    /// at least the minimum.
    @Override
    public void afterDecoding(ObjectNode object) {
        for (var item : object.path("spec").path("limits")) {
            if (item instanceof ObjectNode json && json.path("type").asText().equals("Container")) {
                fill(json, DEFAULT, MAX);
                fill(json, REQUEST, DEFAULT);
                fill(json, REQUEST, MIN);
            }
        }
    }

    private static void fill(ObjectNode item, String list, String from) {
        for (var each : item.path(from).properties()) {
            if (!item.path(list).has(each.getKey())) {
                item.withObject("/" + list).set(each.getKey(), each.getValue());
            }
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var types = new HashSet<String>();
        var limits = object.path("spec").path("limits");
        for (int i = 0; i < limits.size(); i++) {
            var item = limits.get(i);
            var path = "spec.limits[" + i + "]";
            var type = item.path("type").asText();
            if (!types.add(type)) {
                errors.add(FieldError.duplicate(path + ".type", type));
            }
            requireSense(path, type, item, errors);
            orders(path, item, errors);
        }
        return errors;
    }

    private static void requireSense(
            String path, String type, JsonNode item, List<FieldError> errors) {
        if (type.equals("Pod")) {
            for (var list : List.of(DEFAULT, REQUEST)) {
                if (!item.path(list).isEmpty()) {
                    errors.add(
                            FieldError.forbidden(
                                    path + "." + list,
                                    "may not be specified when `type` is 'Pod'"));
                }
            }
        }
        if (type.equals("PersistentVolumeClaim")
                && !item.path(MIN).has("storage")
                && !item.path(MAX).has("storage")) {
            errors.add(
                    FieldError.required(
                            path + ".limits",
                            "either minimum or maximum storage value is required, but neither was"
                                    + " provided"));
        }
    }

    private static void orders(String path, JsonNode item, List<FieldError> errors) {
        var names = new TreeSet<String>();
        LISTS.forEach(list -> item.path(list).fieldNames().forEachRemaining(names::add));
        for (var name : names) {
            for (var order : ORDERS) {
                var smaller = amount(item, order.smaller, name);
                var larger = amount(item, order.larger, name);
                if (smaller.isPresent()
                        && larger.isPresent()
                        && smaller.get().compareTo(larger.get()) > 0) {
                    errors.add(
                            FieldError.invalid(
                                    path + "." + order.field + "[" + name + "]",
                                    item.path(order.field).path(name).asText(),
                                    "%s %s is greater than %s %s"
                                            .formatted(
                                                    order.words,
                                                    smaller.get(),
                                                    order.thanWords,
                                                    larger.get())));
                }
            }
            amount(item, RATIO, name)
                    .filter(ratio -> ratio.compareTo(Quantity.of(1)) < 0)
                    .ifPresent(
                            ratio ->
                                    errors.add(
                                            FieldError.invalid(
                                                    path + "." + RATIO + "[" + name + "]",
                                                    ratio.toString(),
                                                    "ratio " + ratio + " is less than 1")));
        }
    }

    private static Optional<Quantity> amount(JsonNode item, String list, String name) {
        var value = item.path(list).path(name);
        return value.isMissingNode() ? Optional.empty() : Quantity.parse(value.asText());
    }
}
