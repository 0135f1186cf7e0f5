package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.Optional;
import java.util.Set;

/// A subresource that is not simply a part of the object, such as `serviceaccounts/token`.
public interface SubresourceHandler {

    /// What discovery shows.
    GroupVersionKind kind();

    /// The verbs it serves: `create`, `get`, `patch` or `update`, and of connections `delete`.
    Set<String> verbs();

    /// Answers a request of any of the verbs by itself, as subresources do that lead to another
    /// server; empty for all others.
    default Optional<ApiResponse> connect(
            RequestContext context, ObjectKey key, ApiRequest request) {
        return Optional.empty();
    }

    /// Answers a POST (`create`): `body` is what the client sent, `parent` the stored object.
    default KubeObject create(
            RequestContext context, ObjectKey key, KubeObject parent, ObjectNode body) {
        throw ApiException.methodNotAllowed();
    }

    /// Answers a GET; empty when the subresource is a part of the object and shows all of it.
    default Optional<KubeObject> get(RequestContext context, ObjectKey key, KubeObject parent) {
        return Optional.empty();
    }

    /// Takes over what may be written through this subresource (`update`, `patch`), for
    /// subresources that are a part of the object. May edit `stored`; the registry then stores it.
    ///
    /// @param wanted the whole object as the client wants it
    default void merge(RequestContext context, ObjectNode stored, ObjectNode wanted) {
        throw ApiException.methodNotAllowed();
    }
}
