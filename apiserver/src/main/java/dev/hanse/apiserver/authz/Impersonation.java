package dev.hanse.apiserver.authz;

import dev.hanse.apiserver.authn.ExtraKeys;
import dev.hanse.apiserver.authn.ServiceAccountName;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.status.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Lets a user act as another where it has the verb `impersonate` in the request's cluster.
///
/// Headers and checks are Kubernetes' (k8s.io/apiserver pkg/endpoints/filters/impersonation); that
/// the identity holds in this cluster only, and that nobody climbs into a special group or hands
/// out a reserved extra, is kcp's (pkg/server/filters).
public final class Impersonation {

    private static final String USER = "impersonate-user";
    private static final String GROUP = "impersonate-group";
    private static final String UID = "impersonate-uid";
    private static final String EXTRA = "impersonate-extra-";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String RESERVED = "kcp.io";

    /// Groups that only their members, and masters, may impersonate.
    private static final Set<String> SPECIAL_GROUPS =
            Set.of(
                    User.MASTERS,
                    User.AUTHENTICATED,
                    "system:kcp:admin",
                    "system:kcp:logical-cluster-admin",
                    "system:kcp:external-logical-cluster-admin",
                    "system:kcp:tenancy:workspace-bootstrapper");

    private final AuthorizerChain authorizer;

    public Impersonation(AuthorizerChain authorizer) {
        this.authorizer = authorizer;
    }

    /// The user the request is to be handled as: `requester` when it does not ask for another.
    ///
    /// @throws ApiException 403 when the requester may not act as that user
    public User apply(ApiRequest request, User requester, ClusterScope scope) {
        var name = request.header(USER);
        var groups = request.headerValues(GROUP);
        var uid = request.header(UID);
        var extra = extra(request);
        if (name.isEmpty()) {
            if (groups.isEmpty() && uid.isEmpty() && extra.isEmpty()) {
                return requester;
            }
            throw ApiException.badRequest(
                    "requested "
                            + GoText.userInfo(uid, groups, extra)
                            + " without impersonating a user name");
        }
        guard(requester, groups, extra);
        checkUser(requester, scope, name);
        groups.forEach(each -> check(requester, scope, "", "groups", "", "", each));
        if (!uid.isEmpty()) {
            check(requester, scope, AUTHENTICATION, "uids", "", "", uid);
        }
        extra.forEach(
                (key, values) ->
                        values.forEach(
                                each ->
                                        check(
                                                requester,
                                                scope,
                                                AUTHENTICATION,
                                                "userextras",
                                                key,
                                                "",
                                                each)));
        var impersonated = new User(name, uid, completeGroups(name, groups), extra);
        return requester.isMaster() ? impersonated : scoped(impersonated, scope);
    }

    private void checkUser(User requester, ClusterScope scope, String name) {
        ServiceAccountName.parse(name)
                .ifPresentOrElse(
                        account ->
                                check(
                                        requester,
                                        scope,
                                        "",
                                        "serviceaccounts",
                                        "",
                                        account.namespace(),
                                        account.name()),
                        () -> check(requester, scope, "", "users", "", "", name));
    }

    private static void guard(
            User requester, List<String> groups, Map<String, List<String>> extra) {
        if (requester.isMaster()) {
            return;
        }
        for (var key : extra.keySet()) {
            if (key.contains(RESERVED)) {
                throw ApiException.forbidden(
                        "forbidden: impersonating the extra key \""
                                + key
                                + "\" is not allowed for the requestor");
            }
        }
        for (var group : groups) {
            if (SPECIAL_GROUPS.contains(group) && !requester.groups().contains(group)) {
                throw ApiException.forbidden(
                        "forbidden: impersonation is not allowed for the requestor");
            }
        }
    }

    private void check(
            User requester,
            ClusterScope scope,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        authorizer.require(
                Attributes.resource(
                        requester,
                        scope,
                        "impersonate",
                        group,
                        resource,
                        subresource,
                        namespace,
                        name));
    }

    private static List<String> completeGroups(String name, List<String> requested) {
        var groups = new ArrayList<>(requested);
        if (requested.isEmpty()) {
            ServiceAccountName.parse(name).ifPresent(each -> groups.addAll(each.groups()));
        }
        if (!groups.contains(User.AUTHENTICATED) && !groups.contains(User.UNAUTHENTICATED)) {
            groups.add(name.equals(User.ANONYMOUS) ? User.UNAUTHENTICATED : User.AUTHENTICATED);
        }
        return groups;
    }

    private static User scoped(User user, ClusterScope scope) {
        var extra = new HashMap<>(user.extra());
        extra.put(ExtraKeys.SCOPES, List.of("cluster:" + scope));
        return new User(user.name(), user.uid(), user.groups(), extra);
    }

    private static Map<String, List<String>> extra(ApiRequest request) {
        var extra = new HashMap<String, List<String>>();
        request.headers()
                .forEach(
                        (header, values) -> {
                            if (header.startsWith(EXTRA)) {
                                extra.put(decode(header.substring(EXTRA.length())), values);
                            }
                        });
        return extra;
    }

    /// Keys are percent-encoded, where `+` is itself, and compared in lower case.
    private static String decode(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }
}
