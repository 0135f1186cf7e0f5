package dev.hanse.apiserver.admission.policy;

import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.Interceptor;
import dev.hanse.apiserver.read.ClusterCache;
import java.util.Optional;

/// Changes writes by the MutatingAdmissionPolicies that are bound in a cluster. Thread-safe.
public final class MutatingPolicies implements Interceptor {

    private final ClusterCache<Policies> policies;
    private final PolicyMatching matching;

    public MutatingPolicies(PolicyMatching matching) {
        this.policies = matching.cache("mutating");
        this.matching = matching;
    }

    @Override
    public Optional<Passage> enter(AdmissionRequest request) {
        if (request.object() == null) {
            return Optional.empty();
        }
        return matching.home(request)
                .flatMap(
                        home -> {
                            var bound = policies.get(home).bound();
                            return bound.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new PolicyPassage(matching, bound, home));
                        });
    }

    @Override
    public void validate(AdmissionRequest request) {}
}
