package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.outbound.CallFailedException;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.ObjectSplice;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a conversion webhook has answered, checked in the words of k8s.io/apiextensions-apiserver
/// pkg/apiserver/conversion.
final class ConversionAnswer {

    static final String REVIEW_VERSION = "apiextensions.k8s.io/v1";
    static final String REVIEW_KIND = "ConversionReview";

    private ConversionAnswer() {}

    /// How messages call the kind of an object.
    static String kind(JsonNode object) {
        return object.path("apiVersion").asText() + ", Kind=" + object.path("kind").asText();
    }

    /// The converted objects of a review, whatever they are.
    ///
    /// @throws CallFailedException if `bytes` are no successful answer
    static List<JsonNode> objects(byte[] bytes, String uid) {
        JsonNode review;
        try {
            review = Json.parse(bytes);
        } catch (ApiException e) {
            throw new CallFailedException(
                    "couldn't get version/kind; json parse error: " + e.getMessage());
        }
        if (!kind(review).equals(REVIEW_VERSION + ", Kind=" + REVIEW_KIND)) {
            throw new CallFailedException(
                    "expected webhook response of "
                            + REVIEW_VERSION
                            + ", Kind="
                            + REVIEW_KIND
                            + ", got "
                            + kind(review));
        }
        var response = review.path("response");
        if (!response.isObject()) {
            throw new CallFailedException("no response provided");
        }
        var answered = response.path("uid").asText();
        if (!answered.equals(uid)) {
            throw new CallFailedException(
                    "expected response.uid=\"" + uid + "\", got \"" + answered + "\"");
        }
        var result = response.path("result");
        if (!result.path("status").asText().equals("Success")) {
            var message = result.path("message").asText();
            throw new CallFailedException(
                    message.isEmpty()
                            ? "response.result.status was '"
                                    + result.path("status").asText()
                                    + "', not 'Success'"
                            : message);
        }
        var found = new ArrayList<JsonNode>();
        response.path("convertedObjects").forEach(found::add);
        return found;
    }

    /// The one object of an answer, with the metadata that it had before.
    static ObjectNode one(ObjectNode original, JsonNode converted, String to) {
        var what = "conversion webhook for " + kind(original) + " returned invalid ";
        return checked(
                original,
                converted,
                to,
                what + "object at index 0: ",
                what + "object: ",
                what + "metadata: ");
    }

    /// One of many objects of an answer, with the metadata that it had before.
    static ObjectNode ofList(ObjectNode original, JsonNode converted, String to, int index) {
        var what = "conversion webhook for " + kind(original) + " returned invalid ";
        // Kubernetes counts from one here.
        var object = what + "converted object at index " + (index + 1) + ": ";
        var metadata = what + "metadata in object at index " + (index + 1) + ": ";
        return checked(original, converted, to, object, object, metadata);
    }

    private static ObjectNode checked(
            ObjectNode original,
            JsonNode converted,
            String to,
            String wrongVersion,
            String wrongObject,
            String wrongMetadata) {
        var version = converted.path("apiVersion").asText();
        if (!(converted instanceof ObjectNode object) || !version.equals(to)) {
            throw WebhookConverter.failure(
                    wrongVersion
                            + "invalid groupVersion (expected "
                            + to
                            + ", received "
                            + version
                            + ")");
        }
        var kind = original.path("kind").asText();
        if (!object.path("kind").asText().equals(kind)) {
            throw WebhookConverter.failure(
                    wrongVersion
                            + "invalid kind (expected "
                            + kind
                            + ", received "
                            + object.path("kind").asText()
                            + ")");
        }
        same(original, object, "name", "name", wrongObject);
        same(original, object, "namespace", "namespace", wrongObject);
        same(original, object, "uid", "UID", wrongObject);
        if (!(object.get("metadata") instanceof ObjectNode answered)) {
            throw WebhookConverter.failure(
                    wrongMetadata
                            + (object.has("metadata")
                                    ? "invalid metadata in converted object"
                                    : "missing metadata in converted object"));
        }
        object.set("metadata", restored(original, answered, wrongMetadata));
        return object;
    }

    private static void same(
            JsonNode original, JsonNode converted, String field, String word, String wrong) {
        var before = original.path("metadata").path(field).asText();
        var after = converted.path("metadata").path(field).asText();
        if (!before.equals(after)) {
            throw WebhookConverter.failure(
                    wrong + "must have the same " + word + ": " + before + " != " + after);
        }
    }

    /// The metadata as it was, but with the labels and annotations of the answer.
    private static ObjectNode restored(ObjectNode original, ObjectNode answered, String wrong) {
        ObjectNode metadata = original.withObject("metadata").deepCopy();
        for (var field : List.of("labels", "annotations")) {
            var after = answered.path(field);
            if (after.isMissingNode() || after.isNull()) {
                metadata.remove(field);
            } else {
                check(field, metadata.path(field), after, wrong);
                metadata.set(field, after);
            }
        }
        // Not the object's own but where it is.
        var cluster =
                original.path("metadata").path("annotations").path(ObjectSplice.CLUSTER_ANNOTATION);
        if (cluster.isTextual()) {
            metadata.withObject("annotations").set(ObjectSplice.CLUSTER_ANNOTATION, cluster);
        }
        return metadata;
    }

    private static void check(String field, JsonNode before, JsonNode after, String wrong) {
        if (!after.isObject()) {
            throw WebhookConverter.failure(
                    wrong + "invalid metadata." + field + " in converted object");
        }
        for (var each : after.properties()) {
            if (!each.getValue().isTextual()) {
                throw WebhookConverter.failure(
                        wrong
                                + "metadata."
                                + field
                                + "["
                                + each.getKey()
                                + "] must be a string in converted object");
            }
            if (before.path(each.getKey()).equals(each.getValue())) {
                continue;
            }
            var problems = new ArrayList<String>();
            if (field.equals("labels")) {
                problems.addAll(Names.qualifiedName(each.getKey()));
                problems.addAll(Names.labelValue(each.getValue().asText()));
            } else {
                problems.addAll(Names.qualifiedName(each.getKey().toLowerCase(Locale.ROOT)));
            }
            if (!problems.isEmpty()) {
                throw WebhookConverter.failure(
                        wrong
                                + "metadata."
                                + field
                                + ": Invalid value: \""
                                + each.getKey()
                                + "\": "
                                + problems.getFirst());
            }
        }
    }
}
