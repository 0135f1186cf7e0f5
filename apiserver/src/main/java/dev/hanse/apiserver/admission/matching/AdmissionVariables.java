package dev.hanse.apiserver.admission.matching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.cel.CelConditions;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.schema.SchemaNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What conditions of policies and webhooks are about
/// (<https://kubernetes.io/docs/reference/using-api/cel/>): `object`, `oldObject` and `request`. Of
/// objects nothing is known beforehand; of the request everything is, so that a misspelt field is
/// found when the condition is written.
public final class AdmissionVariables {

    public static final String OBJECT = "object";
    public static final String OLD_OBJECT = "oldObject";
    public static final String REQUEST = "request";

    /// `admission.k8s.io/v1 AdmissionRequest` without the objects. Options may be anything.
    private static final String REQUEST_SCHEMA =
            """
            {"type": "object", "properties": {
              "kind": KIND, "resource": RESOURCE, "subResource": STRING,
              "requestKind": KIND, "requestResource": RESOURCE, "requestSubResource": STRING,
              "name": STRING, "namespace": STRING, "operation": STRING,
              "userInfo": {"type": "object", "properties": {
                "username": STRING, "uid": STRING,
                "groups": {"type": "array", "items": STRING},
                "extra": {"type": "object", "additionalProperties": {
                  "type": "array", "items": STRING}}}},
              "dryRun": {"type": "boolean"},
              "options": {"x-kubernetes-int-or-string": true}}}
            """
                    .replace("KIND", names("kind"))
                    .replace("RESOURCE", names("resource"))
                    .replace("STRING", "{\"type\": \"string\"}");

    private AdmissionVariables() {}

    /// The language in which conditions speak of them.
    public static CelConditions language(SchemaCompiler schemas) {
        return schemas.conditions(
                Map.of(
                        OBJECT, Optional.empty(),
                        OLD_OBJECT, Optional.empty(),
                        REQUEST, Optional.of(requestSchema())));
    }

    /// What is known of the request.
    public static SchemaNode requestSchema() {
        return SchemaNode.parse(Json.parse(REQUEST_SCHEMA.getBytes(StandardCharsets.UTF_8)));
    }

    /// @param object null for deletions
    /// @param old null for creations
    /// @param request as in an AdmissionReview
    public static Map<String, JsonNode> values(
            @Nullable JsonNode object, @Nullable JsonNode old, JsonNode request) {
        var values = new HashMap<String, JsonNode>();
        values.put(REQUEST, request);
        if (object != null) {
            values.put(OBJECT, object);
        }
        if (old != null) {
            values.put(OLD_OBJECT, old);
        }
        return values;
    }

    private static String names(String last) {
        return """
        {"type": "object", "properties": {"group": STRING, "version": STRING, "%s": STRING}}
        """
                .formatted(last)
                .strip();
    }
}
