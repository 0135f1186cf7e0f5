package dev.hanse.apiserver.builtin.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.Defaults;
import dev.hanse.apiserver.builtin.rules.Difference;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.Quantity;
import dev.hanse.machinery.status.FieldError;
import java.math.BigDecimal;
import java.util.List;

/// PersistentVolumeClaims: once bound, only their size may still grow.
public final class ClaimStrategy implements Strategy {

    private static final String SIZE = "/spec/resources/requests/storage";

    @Override
    public void afterDefaulting(ObjectNode object) {
        Defaults.in(object, "status").text("phase", "Pending");
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        object.putObject("status").put("phase", "Pending");
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        if (spec.path("accessModes").isEmpty()) {
            checks.add(
                    FieldError.required("spec.accessModes", "at least 1 access mode is required"));
        }
        SelectorRules.syntax(spec.path("selector"), "spec.selector", checks);
        var size = object.at(SIZE);
        if (size.isMissingNode()) {
            checks.add(FieldError.required("spec.resources[storage]", ""));
        } else if (amount(size).signum() <= 0) {
            checks.add(
                    FieldError.invalid(
                            "spec.resources[storage]", size, "must be greater than zero"));
        }
        return checks.errors();
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        var spec = object.path("spec").deepCopy();
        var before = old.path("spec");
        boolean bound = object.path("status").path("phase").asText().equals("Bound");
        if (spec instanceof ObjectNode fields) {
            if (!before.has("volumeName")) {
                fields.remove("volumeName");
            }
            if (!before.has("storageClassName")) {
                // A class that became the default later may still be filled in (KEP-3333).
                fields.remove("storageClassName");
            }
            if (bound) {
                restore(fields, before, "volumeAttributesClassName");
                restore(
                        fields.withObjectProperty("resources").withObjectProperty("requests"),
                        before.path("resources").path("requests"),
                        "storage");
            }
        }
        if (!spec.equals(before)) {
            checks.add(
                    FieldError.forbidden(
                            "spec",
                            "spec is immutable after creation except resources.requests and"
                                    + " volumeAttributesClassName for bound claims\n"
                                    + Difference.between(before, spec)));
        }
        var size = amount(object.at(SIZE));
        if (size.compareTo(amount(old.at(SIZE))) < 0
                && size.compareTo(amount(old.at("/status/capacity/storage"))) <= 0) {
            checks.add(
                    FieldError.forbidden(
                            "spec.resources.requests.storage",
                            "field can not be less than status.capacity"));
        }
        checks.immutable(object.at("/spec/volumeMode"), old.at("/spec/volumeMode"), "volumeMode");
        return checks.errors();
    }

    private static void restore(ObjectNode object, JsonNode source, String field) {
        if (source.has(field)) {
            object.set(field, source.get(field));
        } else {
            object.remove(field);
        }
    }

    private static BigDecimal amount(JsonNode quantity) {
        return Quantity.parse(quantity.asText()).map(Quantity::amount).orElse(BigDecimal.ZERO);
    }
}
