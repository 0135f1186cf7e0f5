package dev.hanse.apiserver.loopback;

import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.ListQuery;
import dev.hanse.apiserver.read.Reads;
import dev.hanse.apiserver.read.Selection;
import dev.hanse.apiserver.registry.ObjectStore;
import dev.hanse.apiserver.registry.ResourceForm;
import dev.hanse.apiserver.registry.WriteOptions;
import dev.hanse.apiserver.registry.Writes;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.rest.Parameters;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ObjectClient.ObjectList;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import java.util.ArrayList;
import java.util.List;

/// One authorized in-process call for one resource.
record LoopbackCall(RequestContext context, ServedResource served, ObjectStore store) {

    ClusterName cluster() {
        if (context.scope() instanceof ClusterScope.One(var cluster)) {
            return cluster;
        }
        throw ApiException.methodNotAllowed();
    }

    String namespace() {
        return served.definition().namespaced() ? context.info().namespace() : "";
    }

    ObjectKey key(String name) {
        return new ObjectKey(cluster(), namespace(), name);
    }

    Range range() {
        return Reads.range(served.definition(), context.scope(), namespace());
    }

    Selection selection(ListOptions options) {
        return Parameters.selection(
                context,
                () -> served,
                store.reads().form(),
                options.labelSelector(),
                options.fieldSelector());
    }

    private ResourceForm form() {
        return new ResourceForm(store.reads().form(), served.definition());
    }

    Writes.Target target(String subresource, WriteOptions options) {
        return new Writes.Target(context, served, cluster(), namespace(), subresource, options);
    }

    ObjectList listAll(ListOptions options, int pageSize) {
        var items = new ArrayList<KubeObject>();
        var query = new ListQuery(pageSize, "", "", "");
        while (true) {
            var page = store.reads().list(range(), selection(options), query);
            items.addAll(objects(page.entries()));
            if (page.continueToken().isEmpty()) {
                return new ObjectList(page.revision().toString(), items);
            }
            query = new ListQuery(pageSize, page.continueToken(), "", "");
        }
    }

    private List<KubeObject> objects(List<Entry> entries) {
        var stored = entries.stream().map(form()::decode).toList();
        return served.present(stored).stream().map(KubeObject::new).toList();
    }

    /// A stored object at the version asked for.
    KubeObject object(Entry entry, long resourceVersion) {
        var stored = form().decode(entry, resourceVersion);
        return new KubeObject(served.present(stored));
    }
}
