package dev.hanse.apiexports.claims;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.machinery.object.GroupResource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an export may claim without naming the identity of another export: resources that every
/// workspace serves by itself.
public final class ClaimableApis {
    private static final GroupResource CORE_EVENTS = new GroupResource("", "events");
    private static final GroupResource EVENTS = new GroupResource("events.k8s.io", "events");
    private static final Set<GroupResource> BUILT_IN =
            Stream.of(
                            in(
                                    "",
                                    "configmaps",
                                    "events",
                                    "namespaces",
                                    "resourcequotas",
                                    "secrets",
                                    "serviceaccounts"),
                            in("events.k8s.io", "events"),
                            in(
                                    "rbac.authorization.k8s.io",
                                    "clusterroles",
                                    "clusterrolebindings",
                                    "roles",
                                    "rolebindings"),
                            in("certificates.k8s.io", "certificatesigningrequests"),
                            in("coordination.k8s.io", "leases"),
                            in(
                                    "admissionregistration.k8s.io",
                                    "mutatingwebhookconfigurations",
                                    "validatingwebhookconfigurations",
                                    "mutatingadmissionpolicies",
                                    "mutatingadmissionpolicybindings",
                                    "validatingadmissionpolicies",
                                    "validatingadmissionpolicybindings"),
                            in("apiextensions.k8s.io", "customresourcedefinitions"),
                            in("core.kcp.io", "logicalclusters"),
                            in(
                                    "authorization.k8s.io",
                                    "subjectaccessreviews",
                                    "localsubjectaccessreviews"),
                            in("authentication.k8s.io", "tokenreviews"))
                    .flatMap(each -> each)
                    .collect(Collectors.toUnmodifiableSet());
    private static final Set<GroupResource> OF_EXPORTS =
            in(Apis.GROUP, "apibindings", "apiexports", "apiresourceschemas")
                    .collect(Collectors.toUnmodifiableSet());

    private ClaimableApis() {}

    /// Whether a claim on `resource` needs no identity hash.
    public static boolean needsNoIdentity(GroupResource resource) {
        return BUILT_IN.contains(resource) || resource.group().equals(Apis.GROUP);
    }

    /// Whether a claim without identity hash is ever served. Others of `apis.kcp.io` are accepted
    /// but grant nothing.
    public static boolean isServed(GroupResource resource) {
        return BUILT_IN.contains(resource) || OF_EXPORTS.contains(resource);
    }

    /// Events are stored once and served by two groups, so a claim on either covers both.
    public static boolean sameForClaims(GroupResource claimed, GroupResource other) {
        return normalized(claimed).equals(normalized(other));
    }

    private static GroupResource normalized(GroupResource resource) {
        return resource.equals(EVENTS) ? CORE_EVENTS : resource;
    }

    private static Stream<GroupResource> in(String group, String... resources) {
        return Stream.of(resources).map(each -> new GroupResource(group, each));
    }
}
