package dev.hanse.apiserver.admission;

import java.util.Optional;

/// Judges writes by what users have configured, such as webhooks. Sees every write of every
/// cluster, so it must cost next to nothing where nothing is configured. Refuses by throwing
/// [dev.hanse.machinery.status.ApiException]. Thread-safe.
public interface Interceptor {

    /// Begins the mutation of one write; empty when nothing that is configured may change it.
    default Optional<Passage> enter(AdmissionRequest request) {
        return Optional.empty();
    }

    /// Sees the final object; must not edit it.
    void validate(AdmissionRequest request);

    /// One write on its way through. Used by one thread.
    interface Passage {

        /// May edit `request.object()`, freely: what the request may not change is put back after.
        ///
        /// Called once; and once more when any passage has changed the object, after the server has
        /// brought it into shape again (Kubernetes' reinvocation).
        ///
        /// @return whether the object is another one now
        boolean mutate(AdmissionRequest request);
    }
}
