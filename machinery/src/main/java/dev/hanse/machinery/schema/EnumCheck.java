package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `enum`.
record EnumCheck(Set<JsonNode> values, List<String> shown) implements ValueCheck {

    static Optional<ValueCheck> of(JsonNode schema) {
        if (!schema.path("enum").isArray()) {
            return Optional.empty();
        }
        var values = new LinkedHashSet<JsonNode>();
        var shown = new ArrayList<String>();
        for (var each : schema.get("enum")) {
            values.add(each);
            shown.add(each.isTextual() ? each.textValue() : each.toString());
        }
        return Optional.of(new EnumCheck(values, List.copyOf(shown)));
    }

    @Override
    public void check(JsonNode value, FieldPath path, Report report) {
        if (values.contains(value) || (value.isNumber() && hasNumber(value))) {
            report.match();
        } else {
            report.add(
                    FieldError.notSupported(path.field(), value.isNull() ? "null" : value, shown));
        }
    }

    /// Whether a number of the same value but another representation is listed.
    private boolean hasNumber(JsonNode value) {
        for (var each : values) {
            if (each.isNumber() && each.doubleValue() == value.doubleValue()) {
                return true;
            }
        }
        return false;
    }
}
