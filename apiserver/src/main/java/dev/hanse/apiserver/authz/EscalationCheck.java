package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Nobody grants what he does not have himself, unless he has the verb `escalate` on roles or
/// `bind` on the role (kubernetes/pkg/registry/rbac, policybased storage). Thread-safe.
public final class EscalationCheck implements AdmissionPlugin {

    private static final Set<GroupResource> ROLES =
            Set.of(ClusterPolicy.ROLES, ClusterPolicy.CLUSTER_ROLES);
    private static final Set<GroupResource> BINDINGS =
            Set.of(ClusterPolicy.ROLE_BINDINGS, ClusterPolicy.CLUSTER_ROLE_BINDINGS);

    private static final Set<String> OWNERSHIP =
            Set.of("ownerReferences", "finalizers", "managedFields", "resourceVersion");

    private static final List<PolicyRule> FULL_AUTHORITY =
            List.of(
                    new PolicyRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
                    new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));

    private final Rbac rbac;
    private final Authorizer authorizer;

    /// @param authorizer decides about `escalate` and `bind`
    public EscalationCheck(Rbac rbac, Authorizer authorizer) {
        this.rbac = rbac;
        this.authorizer = authorizer;
    }

    @Override
    public void validate(AdmissionRequest request) {
        var resource = request.resource().groupResource();
        if (request.operation() == AdmissionRequest.Operation.DELETE
                || !request.subresource().isEmpty()
                || request.context().user().isMaster()
                || changesOwnershipOnly(request)) {
            return;
        }
        if (ROLES.contains(resource)) {
            checkRole(request);
        } else if (BINDINGS.contains(resource)) {
            checkBinding(request);
        }
    }

    private void checkRole(AdmissionRequest request) {
        var object = request.requireObject();
        var old = request.oldObject();
        if (isAllowed(request, "escalate", request.resource().groupResource(), request.name())) {
            return;
        }
        requireHeld(request, PolicyRule.parseAll(object.path("rules")));
        boolean aggregates =
                !aggregation(object).isEmpty()
                        || (old != null && !aggregation(old.json()).isEmpty());
        if (aggregates && !missing(request, FULL_AUTHORITY).isEmpty()) {
            throw forbidden(
                    request, "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private void checkBinding(AdmissionRequest request) {
        var role = Binding.RoleRef.of(new KubeObject(request.requireObject()));
        var resource =
                role.kind().equals("Role") ? ClusterPolicy.ROLES : ClusterPolicy.CLUSTER_ROLES;
        if (isAllowed(request, "bind", resource, role.name())) {
            return;
        }
        requireHeld(
                request,
                rbac.rules(request.cluster(), request.namespace(), role)
                        .orElseThrow(() -> ApiException.notFound(resource, role.name())));
    }

    private boolean isAllowed(
            AdmissionRequest request, String verb, GroupResource resource, String name) {
        return authorizer
                .authorize(
                        Attributes.resource(
                                request.context().user(),
                                ClusterScope.of(request.cluster()),
                                verb,
                                resource.group(),
                                resource.resource(),
                                "",
                                request.namespace(),
                                name))
                .isAllowed();
    }

    private void requireHeld(AdmissionRequest request, List<PolicyRule> rules) {
        var missing = missing(request, rules);
        if (missing.isEmpty()) {
            return;
        }
        var lines = new TreeSet<String>();
        missing.forEach(each -> lines.add(each.compact()));
        var user = request.context().user();
        throw forbidden(
                request,
                "user \""
                        + user.name()
                        + "\" (groups="
                        + PolicyRule.quoted(user.groups())
                        + ") is attempting to grant RBAC permissions not currently held:\n"
                        + String.join("\n", lines));
    }

    private List<PolicyRule> missing(AdmissionRequest request, List<PolicyRule> rules) {
        var held = rbac.rules(request.context().user(), request.cluster(), request.namespace());
        return RuleCover.missing(held, rules);
    }

    /// The garbage collector may finish any object. Everything else counts, labels too: they decide
    /// what aggregated roles contain.
    private static boolean changesOwnershipOnly(AdmissionRequest request) {
        var old = request.oldObject();
        return old != null
                && withoutOwnership(old.json()).equals(withoutOwnership(request.requireObject()));
    }

    private static ObjectNode withoutOwnership(ObjectNode object) {
        var copy = object.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(OWNERSHIP);
        }
        return copy;
    }

    private static JsonNode aggregation(JsonNode role) {
        return role.path("aggregationRule").path("clusterRoleSelectors");
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(request.resource().groupResource(), request.name(), why);
    }
}
