package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.function.Function;

/// Lets only those write policies and bindings who may read the parameters: what a policy says can
/// show what is in them (kubernetes/pkg/registry/admissionregistration, authz.go).
public final class ParameterAccess implements AdmissionPlugin {

    private static final String GROUP = "admissionregistration.k8s.io";
    private static final String ALL = "*";

    private final StoredObjects objects;
    private final Authorizer authorizer;
    private final Function<ClusterName, ApiSurface> surfaces;

    public ParameterAccess(
            StoredObjects objects,
            Authorizer authorizer,
            Function<ClusterName, ApiSurface> surfaces) {
        this.objects = objects;
        this.authorizer = authorizer;
        this.surfaces = surfaces;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.resource().group().equals(GROUP)
                || request.operation() == Operation.DELETE
                || !request.subresource().isEmpty()
                || request.context().user().isMaster()) {
            return;
        }
        switch (request.resource().names().plural()) {
            case "validatingadmissionpolicies", "mutatingadmissionpolicies" -> checkPolicy(request);
            case "validatingadmissionpolicybindings" ->
                    checkBinding(request, "validatingadmissionpolicies");
            case "mutatingadmissionpolicybindings" ->
                    checkBinding(request, "mutatingadmissionpolicies");
            default -> {}
        }
    }

    private void checkPolicy(AdmissionRequest request) {
        var kind = request.requireObject().at("/spec/paramKind");
        if (!kind.isObject() || kind.equals(old(request).at("/spec/paramKind"))) {
            return;
        }
        if (!mayRead(request, "get", kind, "", ALL)) {
            throw forbidden(
                    request,
                    "spec.paramKind",
                    ("user \"%s\" must have \"get\" permission on all objects of the referenced"
                                    + " paramKind (kind=%s, apiVersion=%s)")
                            .formatted(
                                    request.context().user().name(),
                                    kind.path("kind").asText(),
                                    kind.path("apiVersion").asText()));
        }
    }

    private void checkBinding(AdmissionRequest request, String policies) {
        var spec = request.requireObject().path("spec");
        var before = old(request).path("spec");
        var reference = spec.path("paramRef");
        var policyName = spec.path("policyName");
        if (!reference.isObject()
                || (reference.equals(before.path("paramRef"))
                        && policyName.equals(before.path("policyName")))) {
            return;
        }
        var kind = paramKind(request.cluster(), policies, policyName.asText());
        var name = reference.path("name").asText();
        var verb = name.isEmpty() ? "list" : "get";
        if (!mayRead(request, verb, kind, reference.path("namespace").asText(), name)) {
            throw forbidden(
                    request,
                    "spec.paramRef",
                    ("user \"%s\" does not have \"%s\" permission on the object referenced by"
                                    + " paramRef")
                            .formatted(request.context().user().name(), verb));
        }
    }

    private JsonNode paramKind(ClusterName cluster, String policies, String name) {
        var stored = StorageResource.builtIn(new GroupResource(GROUP, policies));
        return objects.get(stored, new ObjectKey(cluster, "", name))
                .<JsonNode>map(policy -> policy.spec().path("paramKind"))
                .orElseGet(MissingNode::getInstance);
    }

    private static JsonNode old(AdmissionRequest request) {
        var old = request.oldObject();
        return old == null ? MissingNode.getInstance() : old.json();
    }

    private static ApiException forbidden(AdmissionRequest request, String field, String why) {
        return ApiException.invalid(
                request.resource().kindAt(request.version()),
                request.requireObject().at("/metadata/name").asText(),
                List.of(FieldError.forbidden(field, why)));
    }

    /// Of a kind that nobody knows, whoever asks must be allowed to read everything.
    private boolean mayRead(
            AdmissionRequest request, String verb, JsonNode kind, String namespace, String name) {
        var apiVersion = kind.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        var resource =
                surfaces.apply(request.cluster()).definitions().stream()
                        .filter(each -> each.group().equals(group))
                        .filter(each -> each.names().kind().equals(kind.path("kind").asText()))
                        .map(each -> each.names().plural())
                        .findFirst();
        return authorizer
                .authorize(
                        Attributes.resource(
                                request.context().user(),
                                ClusterScope.of(request.cluster()),
                                verb,
                                kind.isObject() ? group : ALL,
                                resource.orElse(ALL),
                                "",
                                namespace,
                                name))
                .isAllowed();
    }
}
