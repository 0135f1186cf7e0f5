package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.request.User;
import java.util.List;
import java.util.Optional;

/// Recognizes one kind of bearer token. Thread-safe.
public interface TokenAuthenticator {

    /// Whom a token stands for.
    ///
    /// @param audiences those of the wanted ones that the token was made for
    record Identity(User user, List<String> audiences) {
        public Identity {
            audiences = List.copyOf(audiences);
        }
    }

    /// The identity behind `token`, or empty when this is not a token of this kind.
    ///
    /// @param audiences the token must be meant for at least one of these
    /// @throws dev.hanse.machinery.status.ApiException 401 when it is of this kind but not valid
    Optional<Identity> authenticate(String token, List<String> audiences);
}
