package dev.hanse.apiserver.builtin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/// Collects what is wrong with an object, field by field, in Kubernetes' words.
public final class Checks {

    private final List<FieldError> errors = new ArrayList<>();

    public List<FieldError> errors() {
        return errors;
    }

    public void add(FieldError error) {
        errors.add(error);
    }

    public void notNegative(JsonNode parent, String path, String field) {
        var value = parent.path(field);
        if (value.isNumber() && value.asLong() < 0) {
            errors.add(
                    FieldError.invalid(
                            path + "." + field, value, "must be greater than or equal to 0"));
        }
    }

    public void port(JsonNode value, String path) {
        if (value.asLong() < 1 || value.asLong() > 65535) {
            errors.add(FieldError.invalid(path, value, "must be between 1 and 65535, inclusive"));
        }
    }

    /// A port as a number, or as the name of one.
    public void portOrName(JsonNode value, String path) {
        if (value.isNumber()) {
            port(value, path);
            return;
        }
        for (var problem : portName(value.asText())) {
            errors.add(FieldError.invalid(path, value, problem));
        }
    }

    /// What is wrong with the name of a port (RFC 6335, IANA service names).
    public static List<String> portName(String name) {
        var problems = new ArrayList<String>();
        if (name.length() > 15) {
            problems.add("must be no more than 15 characters");
        }
        if (!name.matches("[-a-z0-9]*")) {
            problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!name.matches(".*[a-z].*")) {
            problems.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            problems.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            problems.add("must not begin or end with a hyphen");
        }
        return problems;
    }

    /// Every item of `list` has a name of its own that is a DNS label.
    public void labelNames(JsonNode list, String path) {
        names(list, path, Names::dns1123Label);
    }

    public void names(JsonNode list, String path, Function<String, List<String>> rule) {
        var seen = new HashSet<String>();
        for (int i = 0; i < list.size(); i++) {
            var field = path + "[" + i + "].name";
            var name = list.get(i).path("name").asText();
            if (name.isEmpty()) {
                errors.add(FieldError.required(field, ""));
                continue;
            }
            for (var problem : rule.apply(name)) {
                errors.add(FieldError.invalid(field, name, problem));
            }
            if (!seen.add(name)) {
                errors.add(FieldError.duplicate(field, name));
            }
        }
    }

    /// A number or a percentage, as strategies and budgets take them.
    public void amountOrPercent(JsonNode value, String path) {
        if (value.isNumber()) {
            if (value.asLong() < 0) {
                errors.add(FieldError.invalid(path, value, "must be greater than or equal to 0"));
            }
        } else if (value.isTextual() && !value.asText().matches("[0-9]+%")) {
            errors.add(
                    FieldError.invalid(
                            path,
                            value,
                            "a valid percent string must be a numeric string followed by an ending"
                                    + " '%' (e.g. '1%',  or '93%', regex used for validation is"
                                    + " '[0-9]+%')"));
        } else if (value.isTextual()
                && (value.asText().length() > 4
                        || Integer.parseInt(value.asText().replace("%", "")) > 100)) {
            errors.add(FieldError.invalid(path, value, "must not be greater than 100%"));
        }
    }

    public static boolean isZeroAmount(JsonNode value) {
        return value.isNumber() ? value.asLong() == 0 : value.asText().matches("0+%");
    }

    public void immutable(JsonNode object, JsonNode old, String field) {
        if (!object.equals(old)) {
            errors.add(FieldError.invalid(field, shown(object), "field is immutable"));
        }
    }

    /// What is not there is shown as null.
    private static Object shown(JsonNode node) {
        return node.isMissingNode() ? NullNode.getInstance() : node;
    }
}
