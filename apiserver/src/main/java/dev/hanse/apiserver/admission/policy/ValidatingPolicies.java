package dev.hanse.apiserver.admission.policy;

import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.Interceptor;
import dev.hanse.apiserver.admission.matching.PresentedObject;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges writes by the ValidatingAdmissionPolicies that are bound in a cluster. All of them see
/// every write, so that all warnings are given; the first no in the order of names is the answer.
/// Thread-safe.
public final class ValidatingPolicies implements Interceptor {

    private static final Logger log = LoggerFactory.getLogger(ValidatingPolicies.class);
    private static final int LONGEST_ANNOTATION = 10 * 1024;

    private final ClusterCache<Policies> policies;
    private final PolicyMatching matching;

    public ValidatingPolicies(PolicyMatching matching) {
        this.policies = matching.cache("validating");
        this.matching = matching;
    }

    @Override
    public void validate(AdmissionRequest request) {
        var home = matching.home(request);
        if (home.isEmpty()) {
            return;
        }
        var denials = new ArrayList<Denial>();
        for (var policy : policies.get(home.get()).bound()) {
            validate(policy, request, home.get(), denials);
        }
        if (!denials.isEmpty()) {
            throw denials.getFirst().toException(request);
        }
    }

    private void validate(
            Policy policy, AdmissionRequest request, ClusterName home, List<Denial> denials) {
        try {
            var presented = matching.match(policy, request);
            if (presented.isPresent()) {
                for (var binding : policy.bindings()) {
                    validate(policy, binding, presented.get(), home, denials);
                }
            }
        } catch (PolicyFailedException e) {
            fail(policy, "", "failed to configure policy: " + e.getMessage(), denials);
        }
    }

    private void validate(
            Policy policy,
            PolicyBinding binding,
            PresentedObject presented,
            ClusterName home,
            List<Denial> denials) {
        List<Evaluation> evaluations;
        try {
            evaluations = matching.evaluations(policy, binding, presented, home);
        } catch (PolicyFailedException e) {
            var message = "failed to configure binding: " + e.getMessage();
            fail(policy, binding.name(), message, denials);
            return;
        }
        for (var each : evaluations) {
            try {
                if (!policy.program().problems().isEmpty()) {
                    throw new PolicyFailedException(
                            policy.program().problems().getFirst().detail());
                }
                if (each.isWanted()) {
                    judge(policy, binding, each, presented.request(), denials);
                }
            } catch (PolicyFailedException e) {
                fail(policy, binding.name(), String.valueOf(e.getMessage()), denials);
            }
        }
    }

    private static void fail(Policy policy, String binding, String message, List<Denial> denials) {
        if (!policy.ignoresFailures()) {
            denials.add(new Denial(policy.name(), binding, message, ""));
        }
    }

    private static void judge(
            Policy policy,
            PolicyBinding binding,
            Evaluation evaluation,
            AdmissionRequest request,
            List<Denial> denials)
            throws PolicyFailedException {
        for (var violation : evaluation.violations(policy.ignoresFailures())) {
            for (var action : binding.actions()) {
                switch (action) {
                    case "Deny" ->
                            denials.add(
                                    new Denial(
                                            policy.name(),
                                            binding.name(),
                                            violation.message(),
                                            violation.reason()));
                    case "Warn" ->
                            request.context()
                                    .warn(
                                            "Validation failed for ValidatingAdmissionPolicy '"
                                                    + policy.name()
                                                    + "' with binding '"
                                                    + binding.name()
                                                    + "': "
                                                    + violation.message());
                    default -> audit(policy, binding, violation, request);
                }
            }
        }
        for (var each : policy.program().annotations()) {
            evaluation
                    .annotation(each.value())
                    .ifPresent(value -> annotate(policy, each.key(), value, request));
        }
    }

    private static void audit(
            Policy policy,
            PolicyBinding binding,
            Evaluation.Violation violation,
            AdmissionRequest request) {
        log.atInfo()
                .addKeyValue("cluster", request.cluster())
                .addKeyValue("resource", request.resource().groupResource())
                .addKeyValue("namespace", request.namespace())
                .addKeyValue("name", request.name())
                .addKeyValue("user", request.context().user().name())
                .addKeyValue("policy", policy.name())
                .addKeyValue("binding", binding.name())
                .addKeyValue("expressionIndex", violation.index())
                .addKeyValue("message", violation.message())
                .log("validation.policy.admission.k8s.io/validation_failure");
    }

    private static void annotate(
            Policy policy, String key, String value, AdmissionRequest request) {
        log.atInfo()
                .addKeyValue("cluster", request.cluster())
                .addKeyValue("resource", request.resource().groupResource())
                .addKeyValue("namespace", request.namespace())
                .addKeyValue("name", request.name())
                .addKeyValue("user", request.context().user().name())
                .addKeyValue("annotation", policy.name() + "/" + key)
                .addKeyValue(
                        "value", value.substring(0, Math.min(value.length(), LONGEST_ANNOTATION)))
                .log("audit annotation of a policy");
    }
}
