package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.apiserver.outbound.CallFailedException;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Lets a webhook convert custom resources
/// (<https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion>).
/// Objects that are at the wanted version already are not sent, many others in few questions. The
/// webhook is not trusted with metadata: labels and annotations are all it may change.
///
/// Thread-safe; remembers nothing of what it was answered.
///
/// @param home the cluster of the definition
/// @param conversion as in `apiextensions.k8s.io/v1 WebhookConversion`
/// @param versions whose schemas say what of an answer is kept
record WebhookConverter(
        ConversionWebhooks webhooks,
        ClusterName home,
        JsonNode conversion,
        List<VersionDefinition> versions)
        implements Converter {

    private static final int MOST_OBJECTS = 500;

    WebhookConverter {
        versions = List.copyOf(versions);
    }

    @Override
    public ObjectNode convert(ObjectNode object, String group, String toVersion) {
        var to = group + "/" + toVersion;
        if (isAt(object, to)) {
            return object;
        }
        var converted = ask(List.of(object), to).getFirst();
        var answer = ConversionAnswer.one(object, converted, to);
        return shaped(answer, toVersion);
    }

    @Override
    public List<ObjectNode> convertAll(List<ObjectNode> objects, String group, String toVersion) {
        var to = group + "/" + toVersion;
        var all = new ArrayList<>(objects);
        var places = new ArrayList<Integer>();
        for (int i = 0; i < all.size(); i++) {
            if (!isAt(all.get(i), to)) {
                places.add(i);
            }
        }
        for (int from = 0; from < places.size(); from += MOST_OBJECTS) {
            var batch = places.subList(from, Math.min(places.size(), from + MOST_OBJECTS));
            var converted = ask(batch.stream().map(all::get).toList(), to);
            for (int i = 0; i < batch.size(); i++) {
                int place = batch.get(i);
                var answer = ConversionAnswer.ofList(all.get(place), converted.get(i), to, i);
                all.set(place, shaped(answer, toVersion));
            }
        }
        return all;
    }

    private static boolean isAt(ObjectNode object, String apiVersion) {
        return object.path("apiVersion").asText().equals(apiVersion);
    }

    /// @return as many objects as were sent
    private List<JsonNode> ask(List<ObjectNode> objects, String to) {
        var kind = ConversionAnswer.kind(objects.getFirst());
        var uid = UUID.randomUUID().toString();
        var review = JsonNodeFactory.instance.objectNode();
        review.put("kind", ConversionAnswer.REVIEW_KIND);
        review.put("apiVersion", ConversionAnswer.REVIEW_VERSION);
        var request = review.putObject("request");
        request.put("uid", uid).put("desiredAPIVersion", to);
        request.putArray("objects").addAll(objects);
        List<JsonNode> converted;
        try {
            converted =
                    ConversionAnswer.objects(
                            webhooks.ask(home, conversion.path("clientConfig"), review), uid);
        } catch (CallFailedException e) {
            throw failure("conversion webhook for " + kind + " failed: " + e.getMessage());
        }
        if (converted.size() != objects.size()) {
            throw failure(
                    "conversion webhook for "
                            + kind
                            + " returned "
                            + converted.size()
                            + " objects, expected "
                            + objects.size());
        }
        return converted;
    }

    /// A webhook can make what a client could not: fields that the schema does not have.
    private ObjectNode shaped(ObjectNode object, String version) {
        for (var each : versions) {
            if (each.name().equals(version)) {
                each.schema().prune(object);
                each.schema().applyDefaults(object);
            }
        }
        return object;
    }

    /// Kubernetes gives no reason for it.
    static ApiException failure(String message) {
        return new ApiException(Status.failure(500, "", message));
    }
}
