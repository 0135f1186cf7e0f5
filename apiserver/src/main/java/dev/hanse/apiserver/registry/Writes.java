package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionChain;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Storage;
import java.util.random.RandomGenerator;

/// The verbs that change objects: optimistic concurrency around admission, defaulting, validation
/// and field ownership, as k8s.io/apiserver's generic registry does it.
///
/// Thread-safe: keeps no state of its own.
public final class Writes {

    /// Kubernetes' number of tries for a write that the client did not bind to a resourceVersion.
    private static final int TRIES = 16;

    private final WriteSteps steps;
    private final Creation creation;
    private final Alteration alteration;
    private final Deletion deletion;

    public Writes(
            Storage storage,
            StoredForm form,
            AdmissionChain admission,
            Ledger ledger,
            RandomGenerator random) {
        this.steps = new WriteSteps(storage, form, admission, new Commits(storage, ledger));
        this.creation = new Creation(steps, random);
        this.alteration = new Alteration(steps);
        this.deletion = new Deletion(steps);
    }

    /// One write: who asks, for what, where.
    ///
    /// @param namespace empty for cluster-scoped resources
    /// @param subresource `status`, or empty for the object itself
    public record Target(
            RequestContext context,
            ServedResource served,
            ClusterName cluster,
            String namespace,
            String subresource,
            WriteOptions options) {

        StorageResource resource() {
            return served.definition().storedAs();
        }

        ResourceForm form(StoredForm form) {
            return new ResourceForm(form, served.definition());
        }

        Strategy strategy() {
            return served.definition().strategy();
        }

        ObjectKey key(String name) {
            return new ObjectKey(cluster, namespace, name);
        }
    }

    /// Creates `object`, which is at the request's version.
    ///
    /// @return the object as it is now stored, at the request's version
    public KubeObject create(Target target, ObjectNode object) {
        return creation.create(target, object);
    }

    /// Changes the object called `name`, or creates it if there is none and the change does that.
    public Updated update(Target target, String name, Change change, Preconditions preconditions) {
        var definition = target.served().definition();
        var key = Keyspace.key(target.resource(), target.key(name));
        for (int attempt = 1; ; attempt++) {
            var entry = steps.read(key);
            if (entry.isEmpty()) {
                if (!change.creates(target.strategy()) || !target.subresource().isEmpty()) {
                    throw ApiException.notFound(definition.groupResource(), name);
                }
                try {
                    return new Updated(created(target, name, change), true);
                } catch (ApiException e) {
                    if (!e.isAlreadyExists() || attempt == TRIES) {
                        throw e;
                    }
                    continue;
                }
            }
            var result = alteration.tryOnce(target, key, entry.get(), change, preconditions);
            if (result.isPresent()) {
                return new Updated(result.get(), false);
            }
            if (attempt == TRIES) {
                throw ApiException.modified(definition.groupResource(), name);
            }
        }
    }

    private KubeObject created(Target target, String name, Change change) {
        return switch (change) {
            case Change.Apply apply -> creation.createByApply(target, name, apply);
            case Change.Replace(var object) -> creation.createByUpdate(target, name, object);
            case Change.Patch _ -> throw new IllegalStateException("a patch needs an object");
        };
    }

    /// @param created whether the write made the object
    public record Updated(KubeObject object, boolean created) {}

    /// Deletes the object called `name`, or marks it when finalizers keep it.
    public Deleted delete(Target target, String name, DeleteRequest how) {
        var definition = target.served().definition();
        var key = Keyspace.key(target.resource(), target.key(name));
        var warning = target.strategy().orphanWarning();
        if (how.propagation() == Propagation.DEFAULT && !warning.isEmpty()) {
            target.context().warn(warning);
        }
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            var entry =
                    steps.read(key)
                            .orElseThrow(
                                    () -> ApiException.notFound(definition.groupResource(), name));
            var result = deletion.tryOnce(target, key, entry, how);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw ApiException.modified(definition.groupResource(), name);
    }

    /// @param object as it last was, at the request's version
    /// @param gone false when finalizers keep the object for now
    public record Deleted(KubeObject object, boolean gone) {}
}
