package dev.hanse.apiserver.view;

import java.util.Optional;

/// A kind of virtual workspace, served under `/services/<name>/`.
public interface View {

    /// The path segment behind `/services/`.
    String name();

    /// Finds the instance that a path addresses.
    ///
    /// @param segments the decoded path segments behind `/services/<name>/`
    /// @return empty when the path addresses none
    Optional<Resolved> resolve(java.util.List<String> segments);

    /// @param consumed how many segments name the instance; `clusters/<name or *>` and the API path
    ///   follow
    record Resolved(ViewInstance instance, int consumed) {}
}
