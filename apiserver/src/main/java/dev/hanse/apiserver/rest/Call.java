package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.Selection;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.registry.WriteOptions;
import dev.hanse.apiserver.registry.Writes;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.function.Supplier;

/// One authorized request for one resource.
record Call(RequestContext context, ServedResource served, ApiRequest request) {

    String name() {
        return context.info().name();
    }

    /// Empty for cluster-scoped resources. (A namespace is addressed by its own name in the place
    /// of a namespace.)
    String namespace() {
        return served.definition().namespaced() ? context.info().namespace() : "";
    }

    /// The one cluster the call is about.
    ///
    /// @throws ApiException 405 for a call to all clusters, which only list and watch may be
    ClusterName cluster() {
        if (context.scope() instanceof ClusterScope.One(var cluster)) {
            return cluster;
        }
        throw ApiException.methodNotAllowed(
                served.definition().groupResource(),
                context.info().verb() + " in the `*` logical cluster");
    }

    ObjectKey key() {
        return new ObjectKey(cluster(), namespace(), name());
    }

    StorageResource resource() {
        return served.definition().storedAs();
    }

    Writes.Target target(String subresource) {
        return target(subresource, Parameters.write(request));
    }

    Writes.Target target(String subresource, WriteOptions options) {
        return new Writes.Target(context, served, cluster(), namespace(), subresource, options);
    }

    Selection selection(StoredForm form) {
        return selection(form, () -> served);
    }

    /// @param resource as it is when an object is looked at
    Selection selection(StoredForm form, Supplier<ServedResource> resource) {
        return Parameters.selection(
                context,
                resource,
                form,
                request.query().first("labelSelector"),
                request.query().first("fieldSelector"));
    }

    Representation representation() {
        var accepted = request.headerValues("accept");
        return served.definition().strategy().answerer().isPresent()
                ? Representation.ofAnswer(accepted)
                : Representation.negotiate(accepted, isBuiltin());
    }

    /// Whether the objects have a Go type, and with it protobuf and strategic merge patches.
    boolean isBuiltin() {
        return served.definition().isBuiltin();
    }

    ApiException notFound() {
        return ApiException.notFound(served.definition().groupResource(), name());
    }

    /// Namespaced resources need a namespace for single objects; others cannot have one.
    void requireRightScope() {
        boolean namespaced = served.definition().namespaced();
        var info = context.info();
        if (!namespaced && !info.namespace().isEmpty() && !info.resource().equals("namespaces")) {
            throw ApiException.noSuchPath();
        }
        if (namespaced
                && info.namespace().isEmpty()
                && !List.of("list", "watch", "deletecollection").contains(info.verb())) {
            throw info.verb().equals("create")
                    ? ApiException.methodNotAllowed()
                    : ApiException.noSuchPath();
        }
        if (context.scope() instanceof ClusterScope.All && !info.namespace().isEmpty()) {
            throw ApiException.badRequest(
                    "a namespace cannot be addressed in all logical clusters at once");
        }
    }
}
