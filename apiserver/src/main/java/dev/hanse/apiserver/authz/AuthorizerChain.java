package dev.hanse.apiserver.authz;

import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The authorizers in order: `system:masters`, health paths, what extensions add, RBAC. The first
/// that allows or denies decides; if none does, the answer is no. Thread-safe.
public final class AuthorizerChain implements Authorizer {

    /// What clients learn about the reason of a decision.
    public enum Reasons {
        /// The authorizer's own words, as in Kubernetes.
        SHOWN,

        /// `access granted` or `access denied`, as in kcp: a reason could tell one tenant about
        /// another.
        HIDDEN
    }

    private static final Set<String> OPEN_PATHS = Set.of("/healthz", "/livez", "/readyz");

    private final List<Authorizer> authorizers = new ArrayList<>();
    private final Reasons reasons;

    public AuthorizerChain(List<Authorizer> extensions, Rbac rbac, Reasons reasons) {
        authorizers.add(AuthorizerChain::masters);
        authorizers.add(AuthorizerChain::openPaths);
        authorizers.addAll(extensions);
        authorizers.add(rbac);
        this.reasons = reasons;
    }

    @Override
    public Decision authorize(Attributes attributes) {
        var why = new ArrayList<String>();
        for (var authorizer : authorizers) {
            switch (authorizer.authorize(attributes)) {
                case Decision.Allow allow -> {
                    return allow;
                }
                case Decision.Deny deny -> {
                    return deny;
                }
                case Decision.NoOpinion(var reason) -> {
                    if (!reason.isEmpty()) {
                        why.add(reason);
                    }
                }
            }
        }
        return Decision.noOpinion(String.join(", ", why));
    }

    /// @throws ApiException 403 unless the request is allowed
    public void require(Attributes attributes) {
        require(attributes, authorize(attributes));
    }

    /// The same with a decision made elsewhere, such as a view's.
    public void require(Attributes attributes, Decision decision) {
        if (!decision.isAllowed()) {
            throw AccessDenied.of(attributes, shownReason(decision), decision.reason());
        }
    }

    /// The reason as clients may see it.
    String shownReason(Decision decision) {
        return switch (reasons) {
            case SHOWN -> decision.reason();
            case HIDDEN -> decision.isAllowed() ? "access granted" : "access denied";
        };
    }

    private static Decision masters(Attributes attributes) {
        return attributes.user().isMaster()
                ? Decision.allow("member of system:masters")
                : Decision.noOpinion("");
    }

    private static Decision openPaths(Attributes attributes) {
        return !attributes.isResource() && OPEN_PATHS.contains(attributes.path())
                ? Decision.allow("health is public")
                : Decision.noOpinion("");
    }
}
