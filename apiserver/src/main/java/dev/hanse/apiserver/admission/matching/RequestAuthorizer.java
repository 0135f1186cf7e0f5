package dev.hanse.apiserver.admission.matching;

import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.authn.ExtraKeys;
import dev.hanse.apiserver.authn.ServiceAccountName;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.cel.CelAuthorizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What `authorizer` answers about one request: may its user, or a service account, do something in
/// the cluster of the object?
public record RequestAuthorizer(Authorizer authorizer, AdmissionRequest request)
        implements CelAuthorizer {

    /// The values of the variables `authorizer` and `authorizer.requestResource`.
    public Map<String, Object> variables() {
        return Map.of("authorizer", value(), "authorizer.requestResource", requestResource());
    }

    private Object requestResource() {
        var resource = request.resource().groupResource();
        return value(
                Question.about(
                        resource.group(),
                        resource.resource(),
                        request.subresource(),
                        request.namespace(),
                        request.name()));
    }

    @Override
    public Answer ask(Question question) {
        var scope = ClusterScope.of(request.cluster());
        var user = user(question);
        var attributes =
                question.path().isEmpty()
                        ? Attributes.resource(
                                user,
                                scope,
                                question.verb(),
                                question.group(),
                                question.resource(),
                                question.subresource(),
                                question.namespace(),
                                question.name())
                        : new Attributes(
                                user,
                                scope,
                                question.verb(),
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                question.path());
        return switch (authorizer.authorize(attributes)) {
            case Decision.Allow(var reason) -> new Answer(true, reason, "");
            case Decision.Deny(var reason) -> new Answer(false, reason, "");
            case Decision.NoOpinion(var reason) -> new Answer(false, reason, "");
        };
    }

    private User user(Question question) {
        if (question.account().isEmpty()) {
            return request.context().user();
        }
        var account = new ServiceAccountName(question.accountNamespace(), question.account());
        var groups = new ArrayList<>(account.groups());
        groups.add(User.AUTHENTICATED);
        // What its tokens say, too: an account of this cluster and of no other.
        var home = Map.of(ExtraKeys.CLUSTER_NAME, List.of(request.cluster().value()));
        return new User(account.userName(), "", groups, home);
    }
}
