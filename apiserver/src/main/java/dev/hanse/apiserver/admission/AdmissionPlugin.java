package dev.hanse.apiserver.admission;

/// Changes or refuses writes. All plugins mutate, in order, before any of them validates.
///
/// Runs inside the registry's retry loop, so it may see the same write again on a newer old object.
/// Refuses by throwing [dev.hanse.machinery.status.ApiException]. Shared by all requests, so
/// thread-safe.
public interface AdmissionPlugin {

    /// May edit `request.object()`.
    default void mutate(AdmissionRequest request) {}

    /// Sees the final object; must not edit it.
    default void validate(AdmissionRequest request) {}
}
