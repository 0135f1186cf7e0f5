package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.Jurisdictions;
import dev.hanse.apiserver.admission.matching.NamespaceLabels;
import dev.hanse.apiserver.admission.matching.PresentedObject;
import dev.hanse.apiserver.admission.matching.RequestAuthorizer;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds out which policies are to be evaluated for a write, and with what. Thread-safe.
public final class PolicyMatching {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private final StoredObjects objects;
    private final Jurisdictions jurisdictions;
    private final NamespaceLabels labels;
    private final PolicyParameters parameters;
    private final PolicyPrograms programs;
    private final Authorizer authorizer;
    private final boolean showCluster;

    /// @param showCluster whether objects say which logical cluster they are in
    public PolicyMatching(
            StoredObjects objects,
            PolicyPrograms programs,
            Jurisdictions jurisdictions,
            Function<ClusterName, ApiSurface> surfaces,
            Authorizer authorizer,
            boolean showCluster) {
        this.objects = objects;
        this.jurisdictions = jurisdictions;
        this.labels = new NamespaceLabels(objects);
        this.parameters = new PolicyParameters(objects, surfaces);
        this.programs = programs;
        this.authorizer = authorizer;
        this.showCluster = showCluster;
    }

    /// @param kind `validating` or `mutating`
    ClusterCache<Policies> cache(String kind) {
        return Policies.cache(objects, programs, kind);
    }

    /// The cluster whose policies count for a write, if any do.
    Optional<ClusterName> home(AdmissionRequest request) {
        return jurisdictions.of(request);
    }

    /// How a policy sees the write, if it is about such writes.
    Optional<PresentedObject> match(Policy policy, AdmissionRequest request)
            throws PolicyFailedException {
        try {
            return policy.criteria()
                    .version(request, labels)
                    .map(version -> new PresentedObject(request, version, showCluster));
        } catch (ApiException e) {
            throw new PolicyFailedException(e.status().message());
        }
    }

    /// The evaluations that a binding of the policy asks for; none when it is about other writes.
    List<Evaluation> evaluations(
            Policy policy, PolicyBinding binding, PresentedObject presented, ClusterName home)
            throws PolicyFailedException {
        return parameters(policy, binding, presented, home).stream()
                .map(params -> evaluation(policy, presented, params))
                .toList();
    }

    /// The parameters with which a binding wants the policy evaluated, one after the other.
    List<JsonNode> parameters(
            Policy policy, PolicyBinding binding, PresentedObject presented, ClusterName home)
            throws PolicyFailedException {
        var request = presented.request();
        try {
            var narrower = binding.criteria();
            if (narrower != null && narrower.version(request, labels).isEmpty()) {
                return List.of();
            }
            return parameters.find(policy, binding, home, request.namespace());
        } catch (ApiException e) {
            throw new PolicyFailedException(e.status().message());
        }
    }

    Evaluation evaluation(Policy policy, PresentedObject presented, JsonNode params) {
        var request = presented.request();
        return new Evaluation(
                policy.program(),
                programs.language(),
                presented,
                params,
                namespace(request),
                new RequestAuthorizer(authorizer, request));
    }

    private @Nullable JsonNode namespace(AdmissionRequest request) {
        if (request.namespace().isEmpty()) {
            return null;
        }
        return objects.get(
                        StorageResource.builtIn(NAMESPACES),
                        new ObjectKey(request.cluster(), "", request.namespace()))
                .map(KubeObject::json)
                .orElse(null);
    }
}
