package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.User;
import java.util.Optional;

/// Recognizes one kind of credential. Shared by all requests, so thread-safe.
public interface Authenticator {

    /// The caller, or empty when the request carries no credential of this kind.
    ///
    /// @throws dev.hanse.machinery.status.ApiException 401 when it carries one that is not valid
    Optional<User> authenticate(ApiRequest request);
}
