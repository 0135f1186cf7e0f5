package dev.hanse.apiserver.authz;

import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.User;

/// What an authorizer is asked: may `user` do this there?
///
/// @param resource empty for a non-resource request, which is then judged by verb and path
public record Attributes(
        User user,
        ClusterScope scope,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path) {

    public static Attributes of(User user, ClusterScope scope, RequestInfo info) {
        return new Attributes(
                user,
                scope,
                info.verb(),
                info.group(),
                info.version(),
                info.resource(),
                info.subresource(),
                info.namespace(),
                info.authorizedName(),
                info.path());
    }

    /// A question about a resource, asked by the server itself.
    public static Attributes resource(
            User user,
            ClusterScope scope,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        return new Attributes(
                user, scope, verb, group, "*", resource, subresource, namespace, name, "");
    }

    public boolean isResource() {
        return !resource.isEmpty();
    }

    public Attributes withVerb(String other) {
        return new Attributes(
                user, scope, other, group, version, resource, subresource, namespace, name, path);
    }

    public Attributes withUser(User other) {
        return new Attributes(
                other, scope, verb, group, version, resource, subresource, namespace, name, path);
    }

    public Attributes in(ClusterScope other) {
        return new Attributes(
                user, other, verb, group, version, resource, subresource, namespace, name, path);
    }
}
