package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// The `scale` subresource: an `autoscaling/v1 Scale` read from, and written to, fields of an
/// object.
public final class Scale {

    private static final GroupVersionKind KIND = new GroupVersionKind("autoscaling", "v1", "Scale");

    private Scale() {}

    public static KubeObject of(KubeObject object, VersionDefinition.Scale paths) {
        var scale = JsonNodeFactory.instance.objectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        var metadata = scale.putObject("metadata");
        for (var field :
                List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            if (object.metadata().has(field)) {
                metadata.set(field, object.metadata().get(field));
            }
        }
        var replicas = at(object.json(), paths.specReplicasPath());
        var spec = scale.putObject("spec");
        if (replicas.isNumber() && replicas.asInt() != 0) {
            spec.put("replicas", replicas.asInt());
        }
        var status = scale.putObject("status");
        status.put("replicas", at(object.json(), paths.statusReplicasPath()).asInt());
        if (!paths.labelSelectorPath().isEmpty()) {
            var selector = selector(at(object.json(), paths.labelSelectorPath()));
            if (!selector.isEmpty()) {
                status.put("selector", selector);
            }
        }
        return new KubeObject(scale);
    }

    /// The object with the replicas that `scale` asks for.
    ///
    /// @throws ApiException 400 when it is no Scale, 422 when it asks for no number
    public static ObjectNode write(
            ObjectNode object, JsonNode scale, VersionDefinition.Scale paths) {
        if (!scale.path("kind").asText().equals("Scale")) {
            throw ApiException.badRequest(
                    "wrong object passed to Scale update: " + scale.path("kind").asText());
        }
        var replicas = scale.path("spec").path("replicas");
        if (!replicas.isMissingNode() && (!replicas.isInt() || replicas.asInt() < 0)) {
            throw ApiException.invalid(
                    KIND,
                    object.path("metadata").path("name").asText(),
                    List.of(
                            FieldError.invalid(
                                    "spec.replicas",
                                    replicas,
                                    "must be greater than or equal to 0")));
        }
        var version = scale.path("metadata").path("resourceVersion").asText();
        if (!version.isEmpty()) {
            ((ObjectNode) object.get("metadata")).put("resourceVersion", version);
        }
        var steps = steps(paths.specReplicasPath());
        ObjectNode parent = object;
        for (var step : steps.subList(0, steps.size() - 1)) {
            parent = parent.withObjectProperty(step);
        }
        parent.put(steps.getLast(), replicas.asInt());
        return object;
    }

    /// Custom resources keep their selector as text, built-in kinds as an object: a label selector,
    /// or plain labels.
    private static String selector(JsonNode selector) {
        if (!selector.isObject()) {
            return selector.asText();
        }
        if (selector.has("matchLabels") || selector.has("matchExpressions")) {
            return LabelSelector.fromJson(selector).toString();
        }
        var labels = JsonNodeFactory.instance.objectNode();
        labels.set("matchLabels", selector);
        return LabelSelector.fromJson(labels).toString();
    }

    private static JsonNode at(JsonNode node, String path) {
        var found = node;
        for (var step : steps(path)) {
            found = found.path(step);
        }
        return found;
    }

    /// Scale paths are dotted and hold no array notation (CustomResourceSubresourceScale).
    private static List<String> steps(String path) {
        return List.of((path.startsWith(".") ? path.substring(1) : path).split("\\."));
    }
}
