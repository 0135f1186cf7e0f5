package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.authn.ExtraKeys;
import dev.hanse.apiserver.authn.TokenAuthenticator;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The questions clients may ask about users: may he, what may I, who am I, whose token is this.
public final class AccessReviews {

    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final String AUTHENTICATION = "authentication.k8s.io";

    private final AuthorizerChain authorizer;
    private final Rbac rbac;
    private final TokenAuthenticator tokens;
    private final List<String> apiAudiences;

    private AccessReviews(
            AuthorizerChain authorizer,
            Rbac rbac,
            TokenAuthenticator tokens,
            List<String> apiAudiences) {
        this.authorizer = authorizer;
        this.rbac = rbac;
        this.tokens = tokens;
        this.apiAudiences = apiAudiences;
    }

    /// @param apiAudiences what a token must be meant for when a TokenReview does not say
    public static Map<GroupResource, Strategy> strategies(
            AuthorizerChain authorizer,
            Rbac rbac,
            TokenAuthenticator tokens,
            List<String> apiAudiences) {
        var reviews = new AccessReviews(authorizer, rbac, tokens, apiAudiences);
        return Map.of(
                new GroupResource(AUTHORIZATION, "selfsubjectaccessreviews"),
                new ReviewStrategy(
                        (context, cluster, _, question) ->
                                reviews.access(context.user(), cluster, question),
                        ReviewRules::selfSubjectAccess),
                new GroupResource(AUTHORIZATION, "subjectaccessreviews"),
                new ReviewStrategy(
                        (_, cluster, _, question) ->
                                reviews.access(subject(question.path("spec")), cluster, question),
                        ReviewRules::subjectAccess),
                new GroupResource(AUTHORIZATION, "localsubjectaccessreviews"),
                new ReviewStrategy(
                        (_, cluster, _, question) ->
                                reviews.access(subject(question.path("spec")), cluster, question),
                        ReviewRules::localSubjectAccess),
                new GroupResource(AUTHORIZATION, "selfsubjectrulesreviews"),
                new ReviewStrategy(
                        (context, cluster, _, question) ->
                                reviews.rules(context.user(), cluster, question),
                        _ -> List.of()),
                new GroupResource(AUTHENTICATION, "selfsubjectreviews"),
                new ReviewStrategy(
                        (context, _, _, question) ->
                                answer(
                                        question,
                                        status -> putUser(status, "userInfo", context.user())),
                        _ -> List.of()),
                new GroupResource(AUTHENTICATION, "tokenreviews"),
                new ReviewStrategy(
                        (_, cluster, _, question) -> reviews.token(cluster, question),
                        ReviewRules::token));
    }

    private KubeObject access(User user, ClusterName cluster, ObjectNode question) {
        var decision = authorizer.authorize(asked(user, cluster, question.path("spec")));
        return answer(
                question,
                status -> {
                    status.put("allowed", decision.isAllowed());
                    if (decision instanceof Decision.Deny) {
                        status.put("denied", true);
                    }
                    var reason = authorizer.shownReason(decision);
                    if (!reason.isEmpty()) {
                        status.put("reason", reason);
                    }
                });
    }

    private static Attributes asked(User user, ClusterName cluster, JsonNode spec) {
        var scope = ClusterScope.of(cluster);
        var resource = spec.path("resourceAttributes");
        if (!resource.isObject()) {
            var path = spec.path("nonResourceAttributes");
            return new Attributes(
                    user, scope, text(path, "verb"), "", "", "", "", "", "", text(path, "path"));
        }
        return new Attributes(
                user,
                scope,
                text(resource, "verb"),
                text(resource, "group"),
                text(resource, "version"),
                text(resource, "resource"),
                text(resource, "subresource"),
                text(resource, "namespace"),
                text(resource, "name"),
                "");
    }

    private static User subject(JsonNode spec) {
        var extra = new HashMap<String, List<String>>();
        spec.path("extra").properties().forEach(e -> extra.put(e.getKey(), strings(e.getValue())));
        return new User(text(spec, "user"), text(spec, "uid"), strings(spec.path("groups")), extra);
    }

    private KubeObject rules(User user, ClusterName cluster, ObjectNode question) {
        var namespace = text(question.path("spec"), "namespace");
        if (namespace.isEmpty()) {
            throw ApiException.badRequest("no namespace on request");
        }
        return answer(
                question,
                status -> {
                    var resourceRules = status.putArray("resourceRules");
                    var nonResourceRules = status.putArray("nonResourceRules");
                    for (var rule : rbac.rules(user, cluster, namespace)) {
                        if (!rule.resources().isEmpty()) {
                            resourceRules.add(rule.toJson());
                        }
                        if (!rule.nonResourceUrls().isEmpty()) {
                            nonResourceRules.add(rule.toJson());
                        }
                    }
                    status.put("incomplete", false);
                });
    }

    private KubeObject token(ClusterName cluster, ObjectNode question) {
        var spec = question.path("spec");
        var wanted = strings(spec.path("audiences"));
        var audiences = wanted.isEmpty() ? apiAudiences : wanted;
        Optional<TokenAuthenticator.Identity> found;
        try {
            found =
                    tokens.authenticate(text(spec, "token"), audiences)
                            .filter(each -> isKnownIn(cluster, each.user()));
        } catch (ApiException e) {
            found = Optional.empty();
        }
        var identity = found;
        return answer(
                question,
                status ->
                        identity.ifPresentOrElse(
                                each -> {
                                    status.put("authenticated", true);
                                    putUser(status, "user", each.user());
                                    putStrings(status, "audiences", each.audiences());
                                },
                                () ->
                                        status.put("authenticated", false)
                                                .put("error", "invalid bearer token")));
    }

    /// Who asks in one cluster would take the name of another cluster's service account for one of
    /// its own.
    private static boolean isKnownIn(ClusterName cluster, User user) {
        var home = user.extra().getOrDefault(ExtraKeys.CLUSTER_NAME, List.of());
        return home.isEmpty() || home.equals(List.of(cluster.value()));
    }

    private static KubeObject answer(ObjectNode question, Consumer<ObjectNode> status) {
        return new KubeObject(question).with(json -> status.accept(json.putObject("status")));
    }

    private static void putUser(ObjectNode status, String field, User user) {
        var json = status.putObject(field);
        json.put("username", user.name());
        if (!user.uid().isEmpty()) {
            json.put("uid", user.uid());
        }
        putStrings(json, "groups", user.groups());
        if (!user.extra().isEmpty()) {
            var extra = json.putObject("extra");
            user.extra().forEach((key, values) -> putStrings(extra, key, values));
        }
    }

    private static void putStrings(ObjectNode json, String field, List<String> values) {
        if (!values.isEmpty()) {
            var array = json.putArray(field);
            values.forEach(array::add);
        }
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return found;
    }
}
