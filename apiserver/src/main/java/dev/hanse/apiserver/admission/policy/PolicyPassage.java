package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.Interceptor.Passage;
import dev.hanse.apiserver.admission.matching.PresentedObject;
import dev.hanse.machinery.apply.FieldManagers;
import dev.hanse.machinery.cel.CelValues;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One write on its way through the mutating policies, one after the other. In a second round only
/// those are evaluated again that want it (`reinvocationPolicy: IfNeeded`), if the object has
/// changed since; as in Kubernetes, a policy's own change counts as well.
final class PolicyPassage implements Passage {

    private final PolicyMatching matching;
    private final List<Policy> policies;
    private final ClusterName home;

    /// Evaluated, want to be evaluated again, and have seen the object as it is.
    private final Set<Invocation> upToDate = new HashSet<>();

    /// Evaluated, want to be evaluated again, and have not seen the object as it is.
    private final Set<Invocation> outdated = new HashSet<>();

    private @Nullable ObjectNode output;
    private boolean again;

    /// A policy with one of its bindings, and with one of the parameters that this one gives.
    private record Invocation(Policy policy, String binding, JsonNode params) {}

    PolicyPassage(PolicyMatching matching, List<Policy> policies, ClusterName home) {
        this.matching = matching;
        this.policies = policies;
        this.home = home;
    }

    @Override
    public boolean mutate(AdmissionRequest request) {
        if (again && output != null && !output.equals(request.object())) {
            objectHasChanged();
        }
        boolean changed = false;
        for (var policy : policies) {
            changed |= apply(policy, request);
        }
        if (changed) {
            objectHasChanged();
        }
        again = true;
        output = request.requireObject().deepCopy();
        return changed;
    }

    private void objectHasChanged() {
        outdated.addAll(upToDate);
        upToDate.clear();
    }

    private boolean apply(Policy policy, AdmissionRequest request) {
        boolean changed = false;
        try {
            var presented = matching.match(policy, request);
            if (presented.isEmpty()) {
                return false;
            }
            for (var binding : policy.bindings()) {
                changed |= apply(policy, binding, presented.get());
            }
        } catch (PolicyFailedException e) {
            refuseUnlessIgnored(
                    policy, "", "failed to configure policy: " + e.getMessage(), request);
        }
        return changed;
    }

    private boolean apply(Policy policy, PolicyBinding binding, PresentedObject presented) {
        var request = presented.request();
        boolean changed = false;
        try {
            for (var params : matching.parameters(policy, binding, presented, home)) {
                if (!policy.program().problems().isEmpty()) {
                    throw new PolicyFailedException(
                            policy.program().problems().getFirst().detail());
                }
                var first = matching.evaluation(policy, presented, params);
                var invocation = new Invocation(policy, binding.name(), params);
                if (first.isWanted() && (!again || outdated.contains(invocation))) {
                    changed |= invoke(invocation, presented);
                }
            }
        } catch (PolicyFailedException e) {
            refuseUnlessIgnored(policy, binding.name(), String.valueOf(e.getMessage()), request);
        }
        return changed;
    }

    private boolean invoke(Invocation invocation, PresentedObject presented)
            throws PolicyFailedException {
        var policy = invocation.policy();
        boolean changed = false;
        for (var mutation : policy.program().mutations()) {
            // Made anew: every mutation sees what the one before it has made.
            var evaluation = matching.evaluation(policy, presented, invocation.params());
            changed |= apply(mutation, evaluation, presented);
        }
        if (changed) {
            objectHasChanged();
        }
        if (policy.mayBeReinvoked()) {
            upToDate.add(invocation);
        }
        return changed;
    }

    private static boolean apply(
            PolicyProgram.Mutation mutation, Evaluation evaluation, PresentedObject presented)
            throws PolicyFailedException {
        var object = presented.object();
        if (object == null) {
            return false;
        }
        try {
            var patch = CelValues.toJson(evaluation.evaluate(mutation.patch()));
            if (!mutation.isApply()) {
                return presented.patch(object, patch);
            }
            if (!(patch instanceof ObjectNode configuration)) {
                throw new PolicyFailedException("must evaluate to Object");
            }
            return presented.replace(
                    object,
                    FieldManagers.overlay(presented.schema().root(), object, configuration));
        } catch (ApiException e) {
            throw new PolicyFailedException(reason(e));
        } catch (IllegalArgumentException e) {
            throw new PolicyFailedException(String.valueOf(e.getMessage()));
        }
    }

    /// Patches that do not fit say why in the causes.
    private static String reason(ApiException e) {
        var details = e.status().details();
        return details == null || details.causes().isEmpty()
                ? e.status().message()
                : details.causes().getFirst().message();
    }

    private static void refuseUnlessIgnored(
            Policy policy, String binding, String message, AdmissionRequest request) {
        if (policy.ignoresFailures()) {
            return;
        }
        var text =
                binding.isEmpty()
                        ? "policy \"" + policy.name() + "\" denied request: " + message
                        : "policy '"
                                + policy.name()
                                + "' with binding '"
                                + binding
                                + "' denied request: "
                                + message;
        var status =
                ApiException.forbidden(request.resource().groupResource(), request.name(), text)
                        .status()
                        .withCauses(List.of(new Cause("", text, "")));
        throw new ApiException(status);
    }
}
