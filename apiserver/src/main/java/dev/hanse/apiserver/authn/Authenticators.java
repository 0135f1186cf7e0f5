package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;

/// Finds out who is calling: each kind of credential in order, anonymous at last. Thread-safe.
public final class Authenticators {

    private static final User ANONYMOUS = User.of(User.ANONYMOUS, User.UNAUTHENTICATED);

    private final List<Authenticator> kinds;
    private final boolean anonymousAllowed;

    public Authenticators(List<Authenticator> kinds, boolean anonymousAllowed) {
        this.kinds = List.copyOf(kinds);
        this.anonymousAllowed = anonymousAllowed;
    }

    /// The caller. A credential that is not valid does not spoil another one that is, but is never
    /// taken for none at all.
    ///
    /// @throws ApiException 401 when nothing says who it is
    public User identify(ApiRequest request) {
        var invalid = new ArrayList<ApiException>();
        for (var kind : kinds) {
            try {
                var user = kind.authenticate(request);
                if (user.isPresent()) {
                    return authenticated(user.get());
                }
            } catch (ApiException e) {
                invalid.add(e);
            }
        }
        if (!invalid.isEmpty()) {
            throw invalid.getFirst();
        }
        if (!anonymousAllowed) {
            throw Unauthorized.because("no credential");
        }
        return ANONYMOUS;
    }

    /// The user with the group that says somebody vouched for it.
    static User authenticated(User user) {
        if (user.name().equals(User.ANONYMOUS)
                || user.groups().contains(User.AUTHENTICATED)
                || user.groups().contains(User.UNAUTHENTICATED)) {
            return user;
        }
        var groups = new ArrayList<>(user.groups());
        groups.add(User.AUTHENTICATED);
        return new User(user.name(), user.uid(), groups, user.extra());
    }
}
