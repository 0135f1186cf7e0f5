package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.function.Function;

/// Finds the objects that a binding hands to its policy as `params`. Thread-safe.
final class PolicyParameters {

    /// What `params` is when there are none.
    private static final List<JsonNode> ABSENT = List.of(JsonNodeFactory.instance.nullNode());

    private final StoredObjects objects;
    private final Function<ClusterName, ApiSurface> surfaces;

    PolicyParameters(StoredObjects objects, Function<ClusterName, ApiSurface> surfaces) {
        this.objects = objects;
        this.surfaces = surfaces;
    }

    /// The policy is evaluated once for each of these; for none of them when there are none and the
    /// binding allows that.
    ///
    /// @param cluster of the policy, which is also that of its parameters
    /// @param namespace of the request
    List<JsonNode> find(Policy policy, PolicyBinding binding, ClusterName cluster, String namespace)
            throws PolicyFailedException {
        var reference = binding.paramRef();
        if (!policy.paramKind().isObject() || !reference.isObject()) {
            return ABSENT;
        }
        var version = policy.paramKind().path("apiVersion").asText();
        var definition = definition(policy, cluster);
        var at = namespace(definition, reference.path("namespace").asText(), namespace);
        var found = read(definition, reference, cluster, at);
        if (found.isEmpty() && reference.path("parameterNotFoundAction").asText().equals("Deny")) {
            throw new PolicyFailedException(
                    "no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        var versionName = version.substring(version.indexOf('/') + 1);
        return found.stream().map(each -> atVersion(definition, each, versionName)).toList();
    }

    private ResourceDefinition definition(Policy policy, ClusterName cluster)
            throws PolicyFailedException {
        var apiVersion = policy.paramKind().path("apiVersion").asText();
        var kind = policy.paramKind().path("kind").asText();
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        for (var each : surfaces.apply(cluster).definitions()) {
            if (each.group().equals(group)
                    && each.names().kind().equals(kind)
                    && each.servedVersion(apiVersion.substring(slash + 1)).isPresent()) {
                return each;
            }
        }
        throw new PolicyFailedException(
                "failed to find resource referenced by paramKind: '"
                        + apiVersion
                        + ", Kind="
                        + kind
                        + "'");
    }

    private static String namespace(ResourceDefinition definition, String named, String ofRequest)
            throws PolicyFailedException {
        if (!definition.namespaced()) {
            if (!named.isEmpty()) {
                throw new PolicyFailedException(
                        "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
            }
            return "";
        }
        if (named.isEmpty() && ofRequest.isEmpty()) {
            throw new PolicyFailedException(
                    "cannot use namespaced paramRef in policy binding that matches cluster-scoped"
                            + " resources");
        }
        return named.isEmpty() ? ofRequest : named;
    }

    private List<KubeObject> read(
            ResourceDefinition definition,
            JsonNode reference,
            ClusterName cluster,
            String namespace) {
        var resource = definition.storedAs();
        var name = reference.path("name").asText();
        if (!name.isEmpty()) {
            return objects.get(resource, new ObjectKey(cluster, namespace, name)).stream().toList();
        }
        var selector = LabelSelector.fromJson(reference.path("selector"));
        var all =
                namespace.isEmpty()
                        ? objects.list(resource, cluster)
                        : objects.list(resource, cluster, namespace);
        return all.stream().filter(each -> selector.matches(each.labels())).toList();
    }

    private static JsonNode atVersion(
            ResourceDefinition definition, KubeObject object, String version) {
        return definition
                .converter()
                .convert(object.json().deepCopy(), definition.group(), version);
    }
}
