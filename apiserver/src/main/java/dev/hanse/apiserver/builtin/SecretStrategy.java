package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Secrets: their data is base64, `stringData` is a way to write it that is never read back, and
/// some types promise certain keys.
final class SecretStrategy implements Strategy {

    @Override
    public void afterDecoding(ObjectNode object) {
        encode(object);
    }

    private static void encode(ObjectNode object) {
        if (object.remove("stringData") instanceof ObjectNode plain && !plain.isEmpty()) {
            var data = object.withObject("data");
            plain.properties()
                    .forEach(
                            each ->
                                    data.put(
                                            each.getKey(),
                                            Base64.getEncoder()
                                                    .encodeToString(
                                                            each.getValue()
                                                                    .asText()
                                                                    .getBytes(
                                                                            StandardCharsets
                                                                                    .UTF_8))));
        }
        for (var value : object.path("data")) {
            decode(value);
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var data = object.path("data");
        var errors = new ArrayList<>(DataKeys.validate("data", data));
        if (DataKeys.size(data, true) > DataKeys.MAXIMUM_BYTES) {
            errors.add(FieldError.tooLong("data", DataKeys.MAXIMUM_BYTES));
        }
        switch (object.path("type").asText()) {
            case "kubernetes.io/service-account-token" -> requireServiceAccount(object, errors);
            case "kubernetes.io/dockercfg" -> requireJson(data, ".dockercfg", errors);
            case "kubernetes.io/dockerconfigjson" -> requireJson(data, ".dockerconfigjson", errors);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    require(data, "username", errors);
                    require(data, "password", errors);
                }
            }
            case "kubernetes.io/ssh-auth" -> require(data, "ssh-privatekey", errors);
            case "kubernetes.io/tls" -> {
                require(data, "tls.crt", errors);
                require(data, "tls.key", errors);
            }
            default -> {}
        }
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var errors = new ArrayList<FieldError>();
        if (!object.path("type").equals(old.path("type"))) {
            errors.add(FieldError.invalid("type", object.path("type"), "field is immutable"));
        }
        errors.addAll(DataKeys.frozen(object, old, List.of("data")));
        return errors;
    }

    private static void requireServiceAccount(ObjectNode object, List<FieldError> errors) {
        var annotation = "kubernetes.io/service-account.name";
        var annotations = object.path("metadata").path("annotations");
        if (annotations.path(annotation).asText().isEmpty()) {
            errors.add(FieldError.required("metadata.annotations[" + annotation + "]", ""));
        }
    }

    private static void requireJson(JsonNode data, String key, List<FieldError> errors) {
        if (!data.has(key)) {
            require(data, key, errors);
            return;
        }
        try {
            var _ = Json.parse(decode(data.path(key)));
        } catch (ApiException e) {
            errors.add(
                    FieldError.invalid(
                            "data[" + key + "]",
                            "<secret contents redacted>",
                            e.status().message()));
        }
    }

    private static void require(JsonNode data, String key, List<FieldError> errors) {
        if (!data.has(key)) {
            errors.add(FieldError.required("data[" + key + "]", ""));
        }
    }

    private static byte[] decode(JsonNode value) {
        try {
            return Base64.getDecoder().decode(value.asText());
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(
                    "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data");
        }
    }
}
