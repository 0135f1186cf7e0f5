package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.ConditionRules;
import dev.hanse.apiserver.registry.Answerer;
import dev.hanse.apiserver.registry.Claimant;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.kinds.BuiltinKind;
import dev.hanse.kinds.protobuf.TypedForm;
import dev.hanse.machinery.format.IpAddress;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The facts of a built-in kind around the rules somebody wrote for it.
final class KindStrategy implements Strategy {

    /// Groups whose objects may only be replaced by those who have seen them.
    private static final Set<String> CONDITIONAL_UPDATES =
            Set.of(
                    "admissionregistration.k8s.io",
                    "apiextensions.k8s.io",
                    "apiregistration.k8s.io",
                    "coordination.k8s.io");

    private static final GroupResource JOBS = new GroupResource("batch", "jobs");
    private static final Set<GroupResource> ORPHANING =
            Set.of(JOBS, new GroupResource("", "replicationcontrollers"));
    private static final Set<GroupResource> CHILDLESS =
            Set.of(new GroupResource("", "events"), new GroupResource("events.k8s.io", "events"));

    /// Kinds of which the status is all that may be written through `status`.
    private static final Set<GroupResource> STRICT_STATUS =
            Set.of(
                    new GroupResource(
                            "admissionregistration.k8s.io", "validatingadmissionpolicies"),
                    new GroupResource("apiregistration.k8s.io", "apiservices"),
                    new GroupResource("networking.k8s.io", "servicecidrs"),
                    new GroupResource("resource.k8s.io", "resourceclaims"),
                    new GroupResource("storage.k8s.io", "volumeattachments"));

    /// By the strategies of Kubernetes that have AllowCreateOnUpdate.
    private static final Set<GroupResource> CREATED_BY_UPDATE =
            Set.of(
                    new GroupResource("", "endpoints"),
                    new GroupResource("", "events"),
                    new GroupResource("", "limitranges"),
                    new GroupResource("", "services"),
                    new GroupResource("coordination.k8s.io", "leases"),
                    new GroupResource("events.k8s.io", "events"),
                    new GroupResource("node.k8s.io", "runtimeclasses"),
                    new GroupResource("rbac.authorization.k8s.io", "clusterrolebindings"),
                    new GroupResource("rbac.authorization.k8s.io", "clusterroles"),
                    new GroupResource("rbac.authorization.k8s.io", "rolebindings"),
                    new GroupResource("rbac.authorization.k8s.io", "roles"));

    /// Kinds whose conditions somebody looks at, as with few others in Kubernetes.
    private static final Set<GroupResource> CHECKED_CONDITIONS =
            Set.of(
                    new GroupResource(
                            "admissionregistration.k8s.io", "validatingadmissionpolicies"),
                    new GroupResource("policy", "poddisruptionbudgets"));

    /// By the stores of Kubernetes that have ReturnDeletedObject.
    private static final Set<GroupResource> ANSWERED_WITH_OBJECT =
            Set.of(
                    new GroupResource("", "pods"),
                    new GroupResource("", "podtemplates"),
                    new GroupResource("", "persistentvolumes"),
                    new GroupResource("", "persistentvolumeclaims"),
                    new GroupResource("", "resourcequotas"),
                    new GroupResource("", "serviceaccounts"),
                    new GroupResource("", "services"),
                    new GroupResource("storage.k8s.io", "csidrivers"),
                    new GroupResource("storage.k8s.io", "csinodes"),
                    new GroupResource("storage.k8s.io", "storageclasses"),
                    new GroupResource("storage.k8s.io", "volumeattachments"));

    private final BuiltinKind kind;
    private final Strategy rules;
    private final Map<String, SubresourceHandler> subresources;

    KindStrategy(
            BuiltinKind kind, Strategy rules, Map<String, SubresourceHandler> moreSubresources) {
        this.kind = kind;
        this.rules = rules;
        var all = new HashMap<>(rules.subresources());
        all.putAll(moreSubresources);
        this.subresources = Map.copyOf(all);
    }

    @Override
    public void afterDecoding(ObjectNode object) {
        TypedForm.omitZeros(object);
        rules.afterDecoding(object);
    }

    @Override
    public void afterDefaulting(ObjectNode object) {
        rules.afterDefaulting(object);
        TypedForm.addStructs(object);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        rules.prepareForCreate(context, object);
    }

    @Override
    public void afterAdmission(RequestContext context, ObjectNode object) {
        rules.afterAdmission(context, object);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        rules.prepareForUpdate(context, object, old);
    }

    @Override
    public void prepareForStatusUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        rules.prepareForStatusUpdate(context, object, old);
    }

    @Override
    public boolean createdWithStatus() {
        return rules.createdWithStatus();
    }

    @Override
    public boolean generationCountsAnnotations() {
        return rules.generationCountsAnnotations();
    }

    @Override
    public Optional<Claimant> claimant() {
        return rules.claimant();
    }

    @Override
    public long deletionGraceSeconds(ObjectNode object, @Nullable Long asked) {
        return rules.deletionGraceSeconds(object, asked);
    }

    @Override
    public boolean answersDeletionWithObject() {
        return ANSWERED_WITH_OBJECT.contains(kind.resource().groupResource());
    }

    @Override
    public void prepareForDeletion(ObjectNode object) {
        rules.prepareForDeletion(object);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<>(rules.validate(object));
        if (CHECKED_CONDITIONS.contains(groupResource())) {
            var checks = new Checks();
            ConditionRules.check(object.at("/status/conditions"), "status.conditions", checks);
            errors.addAll(checks.errors());
        }
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var errors = new ArrayList<>(rules.validateUpdate(object, old));
        for (var path : kind.immutableFields()) {
            var pointer = JsonPointer.compile(path.replace('.', '/'));
            var field = path.substring(1);
            // Rules of the kind may say the same, and more precisely.
            if (!object.at(pointer).equals(old.at(pointer))
                    && errors.stream().noneMatch(each -> each.field().equals(field))) {
                errors.add(FieldError.invalid(field, object.at(pointer), "field is immutable"));
            }
        }
        return errors;
    }

    @Override
    public List<String> nameProblems(String name) {
        if (answerer().isPresent()) {
            return List.of();
        }
        return switch (kind.nameRule()) {
            case SUBDOMAIN -> Names.dns1123Subdomain(name);
            case LABEL -> Names.dns1123Label(name);
            case LABEL_1035 -> Names.dns1035Label(name);
            case PATH_SEGMENT -> Names.pathSegment(name);
            case IP_ADDRESS -> IpAddress.problems(name);
        };
    }

    @Override
    public boolean hasGeneration() {
        return kind.hasGeneration();
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return !CONDITIONAL_UPDATES.contains(kind.kind().group());
    }

    @Override
    public boolean createdByUpdate() {
        return CREATED_BY_UPDATE.contains(groupResource());
    }

    @Override
    public boolean statusMayChangeMetadata() {
        return !STRICT_STATUS.contains(kind.resource().groupResource());
    }

    @Override
    public Map<String, SubresourceHandler> subresources() {
        return subresources;
    }

    @Override
    public Optional<Answerer> answerer() {
        return rules.answerer();
    }

    @Override
    public boolean ownsDependents() {
        return !CHILDLESS.contains(groupResource());
    }

    /// Old clients of these kinds took care of the pods themselves.
    @Override
    public boolean orphansByDefault() {
        return ORPHANING.contains(groupResource());
    }

    @Override
    public String orphanWarning() {
        return groupResource().equals(JOBS)
                ? "child pods are preserved by default when jobs are deleted; set"
                        + " propagationPolicy=Background to remove them or set"
                        + " propagationPolicy=Orphan to suppress this warning"
                : "";
    }

    private GroupResource groupResource() {
        return kind.resource().groupResource();
    }

    @Override
    public List<String> initialFinalizers() {
        return rules.initialFinalizers();
    }
}
