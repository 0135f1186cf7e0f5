package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What is demanded of lists and objects as a whole: how many members, which ones, all different.
final class SizeCheck {

    private SizeCheck() {}

    static void addAll(JsonNode schema, List<ValueCheck> checks) {
        if (schema.has("minItems") || schema.has("maxItems")) {
            checks.add(
                    new Items(
                            schema.path("minItems").asInt(0),
                            schema.path("maxItems").asInt(Integer.MAX_VALUE)));
        }
        if (schema.path("uniqueItems").asBoolean()) {
            checks.add(SizeCheck::uniqueItems);
        }
        if (schema.has("minProperties") || schema.has("maxProperties")) {
            checks.add(
                    new Properties(
                            schema.path("minProperties").asInt(0),
                            schema.path("maxProperties").asInt(Integer.MAX_VALUE)));
        }
        if (!schema.path("required").isEmpty()) {
            var names = new ArrayList<String>();
            schema.get("required").forEach(each -> names.add(each.asText()));
            checks.add(new Required(names));
        }
    }

    private record Items(int minimum, int maximum) implements ValueCheck {
        @Override
        public void check(JsonNode value, FieldPath path, Report report) {
            if (!value.isArray()) {
                return;
            }
            if (value.size() < minimum) {
                tooFew(value, path, minimum + " items", report);
            }
            if (value.size() > maximum) {
                tooMany(value, path, maximum, report);
            }
        }
    }

    private record Properties(int minimum, int maximum) implements ValueCheck {
        @Override
        public void check(JsonNode value, FieldPath path, Report report) {
            if (!value.isObject()) {
                return;
            }
            if (value.size() < minimum) {
                tooFew(value, path, minimum + " properties", report);
            }
            if (value.size() > maximum) {
                tooMany(value, path, maximum, report);
            }
        }
    }

    private record Required(List<String> names) implements ValueCheck {
        @Override
        public void check(JsonNode value, FieldPath path, Report report) {
            if (!value.isObject()) {
                return;
            }
            for (var name : names) {
                if (value.has(name)) {
                    report.match();
                } else {
                    report.add(FieldError.required(path.child(name).field(), ""));
                }
            }
        }
    }

    private static void uniqueItems(JsonNode value, FieldPath path, Report report) {
        if (!value.isArray()) {
            return;
        }
        var seen = new HashSet<JsonNode>();
        for (var item : value) {
            if (!seen.add(item)) {
                report.add(
                        FieldError.invalid(
                                path.field(), "", path + " in body shouldn't contain duplicates"));
                return;
            }
        }
    }

    private static void tooFew(JsonNode value, FieldPath path, String least, Report report) {
        report.add(
                FieldError.invalid(
                        path.field(),
                        value.size(),
                        path + " in body should have at least " + least));
    }

    private static void tooMany(JsonNode value, FieldPath path, int most, Report report) {
        report.add(FieldError.tooMany(path.field(), value.size(), most));
    }
}
