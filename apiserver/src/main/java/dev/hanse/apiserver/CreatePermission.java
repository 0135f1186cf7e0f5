package dev.hanse.apiserver;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.AuthorizerChain;
import java.util.Set;

/// An update or an apply that makes an object takes the verb `create`, too: the request was
/// authorized before anybody knew (kubernetes k8s.io/apiserver endpoints/handlers,
/// `withAuthorization`). Thread-safe.
final class CreatePermission implements AdmissionPlugin {

    private static final Set<String> OTHER_VERBS = Set.of("update", "patch");

    private final AuthorizerChain authorizer;

    CreatePermission(AuthorizerChain authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public void validate(AdmissionRequest request) {
        var context = request.context();
        var view = context.view();
        if (request.operation() != Operation.CREATE
                || !OTHER_VERBS.contains(context.info().verb())) {
            return;
        }
        var asked =
                Attributes.of(context.user(), context.scope(), context.info()).withVerb("create");
        if (view == null || context.user().isMaster()) {
            authorizer.require(asked);
        } else {
            authorizer.require(asked, view.authorize(asked));
        }
    }
}
