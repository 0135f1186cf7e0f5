package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// ConfigMaps.
final class ConfigMapStrategy implements Strategy {

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var data = object.path("data");
        var binary = object.path("binaryData");
        var errors = new ArrayList<>(DataKeys.validate("data", data));
        errors.addAll(DataKeys.validate("binaryData", binary));
        data.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (binary.has(key)) {
                                errors.add(
                                        FieldError.invalid(
                                                "data[" + key + "]",
                                                key,
                                                "duplicate of key present in binaryData"));
                            }
                        });
        if (DataKeys.size(data, false) + DataKeys.size(binary, true) > DataKeys.MAXIMUM_BYTES) {
            errors.add(FieldError.tooLong("", DataKeys.MAXIMUM_BYTES));
        }
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return DataKeys.frozen(object, old, List.of("data", "binaryData"));
    }
}
