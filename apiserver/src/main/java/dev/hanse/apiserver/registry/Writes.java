package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionChain;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.apply.ApplyOptions;
import dev.hanse.machinery.apply.FieldManagers;
import dev.hanse.machinery.apply.UpdateOptions;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaNode;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The verbs that change objects: optimistic concurrency around admission, defaulting, validation
/// and field ownership, as k8s.io/apiserver's generic registry does it.
///
/// Thread-safe: keeps no state of its own.
public final class Writes {

    /// Kubernetes' number of tries for a write that the client did not bind to a resourceVersion.
    private static final int TRIES = 16;

    private final Storage storage;
    private final StoredForm form;
    private final AdmissionChain admission;
    private final RandomGenerator random;

    public Writes(
            Storage storage, StoredForm form, AdmissionChain admission, RandomGenerator random) {
        this.storage = storage;
        this.form = form;
        this.admission = admission;
        this.random = random;
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
        Shape.normalize(
                target.context(), target.served(), object, target.options().fieldValidation());
        var metadata = Shape.metadata(object);
        if (metadata.hasNonNull("resourceVersion")
                && !metadata.path("resourceVersion").asText().isEmpty()) {
            throw ApiException.badRequest(
                    "resourceVersion should not be set on objects to be created");
        }
        placeInNamespace(target, metadata);
        var generateName = metadata.path("generateName").asText();
        boolean generated = metadata.path("name").asText().isEmpty() && !generateName.isEmpty();
        for (int attempt = 1; ; attempt++) {
            var copy = object.deepCopy();
            if (generated) {
                Shape.metadata(copy).put("name", GeneratedNames.next(generateName, random));
            }
            try {
                return createOnce(target, copy, managed(target, null, copy));
            } catch (ApiException e) {
                if (!generated || !e.isAlreadyExists() || attempt == 8) {
                    throw e;
                }
            }
        }
    }

    private KubeObject createOnce(Target target, ObjectNode object, ManagedFields fields) {
        var metadata = Shape.metadata(object);
        for (var field :
                List.of(
                        "selfLink",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "resourceVersion")) {
            metadata.remove(field);
        }
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put(
                "creationTimestamp",
                target.context().received().truncatedTo(ChronoUnit.SECONDS).toString());
        var definition = target.served().definition();
        if (target.strategy().hasGeneration()) {
            metadata.put("generation", 1);
        } else {
            metadata.remove("generation");
        }
        if (target.served().version().hasStatus()) {
            object.remove("status");
            target.served().version().schema().applyDefaults(object);
        }
        var stored = Shape.toStorage(target.served(), object);
        target.strategy().prepareForCreate(target.context(), stored);
        addFinalizers(stored, target.strategy().initialFinalizers());
        var request = admissionRequest(target, Operation.CREATE, stored, null);
        admission.mutate(request);
        fields.record(stored);
        var errors = MetadataRules.validate(stored, definition.namespaced(), target.strategy());
        validate(target, stored, null, errors);
        admission.validate(request);
        var name = Shape.metadata(stored).path("name").asText();
        var key = Keyspace.key(target.resource(), target.key(name));
        var bytes = form.encode(stored);
        if (target.options().dryRun()) {
            if (read(key).isPresent()) {
                throw ApiException.alreadyExists(definition.groupResource(), name);
            }
            return served(target, key, bytes, 0);
        }
        return switch (storage.commit(Txn.create(key, bytes))) {
            case Outcome.Committed(var at) -> served(target, key, bytes, at.value());
            case Outcome.Rejected _ ->
                    throw ApiException.alreadyExists(definition.groupResource(), name);
        };
    }

    /// Changes the object called `name`; with [Change.Apply], creates it if there is none.
    public Updated update(Target target, String name, Change change, Preconditions preconditions) {
        var definition = target.served().definition();
        var key = Keyspace.key(target.resource(), target.key(name));
        for (int attempt = 1; ; attempt++) {
            var entry = read(key);
            if (entry.isEmpty()) {
                if (!change.createsMissing() || !target.subresource().isEmpty()) {
                    throw ApiException.notFound(definition.groupResource(), name);
                }
                try {
                    return new Updated(createByApply(target, name, (Change.Apply) change), true);
                } catch (ApiException e) {
                    if (!e.isAlreadyExists() || attempt == TRIES) {
                        throw e;
                    }
                    continue;
                }
            }
            var result = updateOnce(target, key, entry.get(), change, preconditions);
            if (result.isPresent()) {
                return new Updated(result.get(), false);
            }
            if (attempt == TRIES) {
                throw ApiException.modified(definition.groupResource(), name);
            }
        }
    }

    /// @param created whether the write made the object
    public record Updated(KubeObject object, boolean created) {}

    private KubeObject createByApply(Target target, String name, Change.Apply change) {
        var merged =
                FieldManagers.apply(
                        schema(target), null, change.configuration().deepCopy(), apply(target));
        Shape.normalize(
                target.context(), target.served(), merged, target.options().fieldValidation());
        var metadata = Shape.metadata(merged);
        metadata.put("name", name);
        placeInNamespace(target, metadata);
        return createOnce(target, merged, ManagedFields.of(merged));
    }

    /// @return empty when somebody else was faster and the write may be tried again
    private Optional<KubeObject> updateOnce(
            Target target, Bytes key, Entry entry, Change change, Preconditions preconditions) {
        var definition = target.served().definition();
        var old = form.object(target.resource(), entry);
        preconditions.check(definition.groupResource(), old);
        var current = Shape.toServed(target.served(), old.json().deepCopy());
        var wanted =
                switch (change) {
                    case Change.Replace(var object) -> object.deepCopy();
                    case Change.Patch(var edit) -> edit.apply(current.deepCopy());
                    case Change.Apply(var configuration) ->
                            FieldManagers.apply(
                                    schema(target),
                                    current.deepCopy(),
                                    configuration.deepCopy(),
                                    apply(target));
                };
        Shape.normalize(
                target.context(), target.served(), wanted, target.options().fieldValidation());
        var metadata = Shape.metadata(wanted);
        placeInNamespace(target, metadata);
        checkSameObject(target, metadata, old);
        boolean pinned = isPinned(target, metadata, entry, old.name(), change);
        var fields =
                change instanceof Change.Apply
                        ? ManagedFields.of(wanted)
                        : managed(target, current, wanted);
        var stored = changed(target, Shape.toStorage(target.served(), wanted), old.json());
        var request = admissionRequest(target, Operation.UPDATE, stored, old);
        admission.mutate(request);
        fields.record(stored);
        var errors = MetadataRules.validate(stored, definition.namespaced(), target.strategy());
        errors.addAll(MetadataRules.validateUpdate(stored, old.json()));
        validate(target, stored, old.json(), errors);
        admission.validate(request);

        if (old.isBeingDeleted() && isReleased(stored)) {
            return remove(target, key, entry, stored);
        }
        var bytes = form.encode(stored);
        if (target.options().dryRun() || isUnchanged(target, entry, bytes, old)) {
            return Optional.of(served(target, key, bytes, entry.modRevision().value()));
        }
        return switch (storage.commit(Txn.replace(key, entry.modRevision(), bytes))) {
            case Outcome.Committed(var at) -> Optional.of(served(target, key, bytes, at.value()));
            case Outcome.Rejected _ when pinned ->
                    throw ApiException.modified(definition.groupResource(), old.name());
            case Outcome.Rejected _ -> Optional.empty();
        };
    }

    /// The stored object with the changes that the request may make.
    private static ObjectNode changed(Target target, ObjectNode wanted, ObjectNode old) {
        var handler = target.strategy().subresources().get(target.subresource());
        if (handler != null) {
            var stored = old.deepCopy();
            Shape.metadata(stored).remove("resourceVersion");
            handler.merge(target.context(), stored, wanted);
            return stored;
        }
        keepWhatOthersOwn(target, wanted, old);
        target.strategy().prepareForUpdate(target.context(), wanted, old);
        bumpGeneration(target, wanted, old);
        return wanted;
    }

    /// Whether writing `bytes` would change nothing but the revision: then nothing is written.
    private boolean isUnchanged(Target target, Entry entry, Bytes bytes, KubeObject old) {
        if (bytes.equals(entry.value())) {
            return true;
        }
        var rewritten = new Entry(entry.key(), bytes, entry.createRevision(), entry.modRevision());
        return form.decode(target.resource(), rewritten).equals(old.json());
    }

    /// The last finalizer is gone: the update is the deletion.
    private Optional<KubeObject> remove(Target target, Bytes key, Entry entry, ObjectNode stored) {
        var bytes = form.encode(stored);
        if (target.options().dryRun()) {
            return Optional.of(served(target, key, bytes, entry.modRevision().value()));
        }
        return switch (storage.commit(Txn.delete(key, entry.modRevision()))) {
            case Outcome.Committed(var at) -> Optional.of(served(target, key, bytes, at.value()));
            case Outcome.Rejected _ -> Optional.empty();
        };
    }

    /// Deletes the object called `name`, or marks it when finalizers keep it.
    public Deleted delete(Target target, String name, DeleteRequest how) {
        var definition = target.served().definition();
        var key = Keyspace.key(target.resource(), target.key(name));
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            var entry =
                    read(key)
                            .orElseThrow(
                                    () -> ApiException.notFound(definition.groupResource(), name));
            var result = deleteOnce(target, key, entry, how);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw ApiException.modified(definition.groupResource(), name);
    }

    /// @param object as it last was, at the request's version
    /// @param gone false when finalizers keep the object for now
    public record Deleted(KubeObject object, boolean gone) {}

    private Optional<Deleted> deleteOnce(Target target, Bytes key, Entry entry, DeleteRequest how) {
        var old = form.object(target.resource(), entry);
        how.preconditions().checkDelete(target.served().definition().groupResource(), old);
        admission.validate(admissionRequest(target, Operation.DELETE, null, old));
        if (isReleased(old.json())) {
            if (how.dryRun()) {
                return Optional.of(
                        new Deleted(
                                served(target, key, entry.value(), entry.modRevision().value()),
                                true));
            }
            return switch (storage.commit(Txn.delete(key, entry.modRevision()))) {
                case Outcome.Committed(var at) ->
                        Optional.of(
                                new Deleted(served(target, key, entry.value(), at.value()), true));
                case Outcome.Rejected _ -> Optional.empty();
            };
        }
        if (old.isBeingDeleted()) {
            return Optional.of(
                    new Deleted(
                            served(target, key, entry.value(), entry.modRevision().value()),
                            false));
        }
        var marked = old.json().deepCopy();
        var metadata = Shape.metadata(marked);
        metadata.put(
                "deletionTimestamp",
                target.context().received().truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.put("deletionGracePeriodSeconds", 0);
        if (metadata.has("generation")) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        target.strategy().prepareForDeletion(marked);
        var bytes = form.encode(marked);
        if (how.dryRun()) {
            return Optional.of(
                    new Deleted(served(target, key, bytes, entry.modRevision().value()), false));
        }
        return switch (storage.commit(Txn.replace(key, entry.modRevision(), bytes))) {
            case Outcome.Committed(var at) ->
                    Optional.of(new Deleted(served(target, key, bytes, at.value()), false));
            case Outcome.Rejected _ -> Optional.empty();
        };
    }

    /// Whether nothing keeps the object: no finalizer in metadata, none in a namespace's spec.
    private static boolean isReleased(ObjectNode object) {
        return object.path("metadata").path("finalizers").isEmpty()
                && (!object.path("kind").asText().equals("Namespace")
                        || !object.path("apiVersion").asText().equals("v1")
                        || object.path("spec").path("finalizers").isEmpty());
    }

    private void checkSameObject(Target target, ObjectNode metadata, KubeObject old) {
        var definition = target.served().definition();
        var name = metadata.path("name").asText();
        if (name.isEmpty()) {
            metadata.put("name", old.name());
        } else if (!name.equals(old.name())) {
            throw ApiException.badRequest(
                    "the name of the object ("
                            + name
                            + ") does not match the name on the URL ("
                            + old.name()
                            + ")");
        }
        var uid = metadata.path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(old.uid())) {
            new Preconditions(uid, "").check(definition.groupResource(), old);
        }
    }

    /// Whether the client bound the write to a resourceVersion, which then must be the stored one.
    private boolean isPinned(
            Target target, ObjectNode metadata, Entry entry, String name, Change change) {
        var definition = target.served().definition();
        var version = metadata.path("resourceVersion").asText();
        if (version.isEmpty() || version.equals("0")) {
            if (change instanceof Change.Replace
                    && !target.strategy().allowsUnconditionalUpdate()) {
                throw ApiException.invalid(
                        target.served().kind(),
                        name,
                        List.of(
                                FieldError.invalid(
                                        "metadata.resourceVersion",
                                        new Literal("0x0"),
                                        "must be specified for an update")));
            }
            return false;
        }
        if (!version.equals(entry.modRevision().toString())) {
            throw ApiException.modified(definition.groupResource(), name);
        }
        // A patch starts from the stored object and so carries its resourceVersion without meaning
        // to
        // insist on it: losing a race is retried, and the patch is computed again.
        return change instanceof Change.Replace;
    }

    /// A value shown in an error without quotes.
    private record Literal(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /// What the request may not touch is as it was: system metadata always; the status, or
    /// everything but the status, depending on the subresource.
    private static void keepWhatOthersOwn(Target target, ObjectNode stored, ObjectNode old) {
        var metadata = Shape.metadata(stored);
        var oldMetadata = Shape.metadata(old);
        for (var field :
                List.of(
                        "uid",
                        "creationTimestamp",
                        "generation",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "generateName",
                        "selfLink")) {
            Shape.restore(metadata, oldMetadata, field);
        }
        metadata.remove("resourceVersion");
        if (target.subresource().equals("status")) {
            var status = stored.get("status");
            var names = new ArrayList<String>();
            stored.fieldNames().forEachRemaining(names::add);
            for (var name : names) {
                if (!Set.of("apiVersion", "kind", "metadata").contains(name)) {
                    stored.remove(name);
                }
            }
            old.properties()
                    .forEach(
                            each -> {
                                if (!each.getKey().equals("metadata")) {
                                    stored.set(each.getKey(), each.getValue().deepCopy());
                                }
                            });
            if (status == null) {
                stored.remove("status");
            } else {
                stored.set("status", status);
            }
            var managedFields = metadata.get("managedFields");
            stored.set("metadata", oldMetadata.deepCopy());
            Shape.metadata(stored).remove("resourceVersion");
            if (managedFields != null) {
                Shape.metadata(stored).set("managedFields", managedFields);
            }
        } else if (target.served().version().hasStatus()) {
            Shape.restore(stored, old, "status");
        }
    }

    private static void bumpGeneration(Target target, ObjectNode stored, ObjectNode old) {
        if (!target.strategy().hasGeneration()) {
            return;
        }
        var before = old.deepCopy();
        var after = stored.deepCopy();
        for (var each : List.of(before, after)) {
            each.remove("metadata");
            if (target.served().version().hasStatus()) {
                each.remove("status");
            }
        }
        if (!before.equals(after)) {
            var metadata = Shape.metadata(stored);
            metadata.put("generation", old.path("metadata").path("generation").asLong() + 1);
        }
    }

    private void validate(
            Target target,
            ObjectNode stored,
            @Nullable ObjectNode old,
            List<FieldError> metadataErrors) {
        var errors = new ArrayList<>(metadataErrors);
        var definition = target.served().definition();
        errors.addAll(definition.storageVersionDefinition().schema().validate(stored, old));
        errors.addAll(target.strategy().validate(stored));
        if (old != null) {
            errors.addAll(target.strategy().validateUpdate(stored, old));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(
                    definition.kindAt(target.served().version().name()),
                    stored.path("metadata").path("name").asText(),
                    errors);
        }
    }

    private static void placeInNamespace(Target target, ObjectNode metadata) {
        var namespace = metadata.path("namespace").asText();
        if (!target.served().definition().namespaced()) {
            if (!namespace.isEmpty()) {
                // Validation refuses it with Kubernetes' words.
                return;
            }
            metadata.remove("namespace");
            return;
        }
        if (namespace.isEmpty()) {
            metadata.put("namespace", target.namespace());
        } else if (!namespace.equals(target.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the"
                            + " request");
        }
    }

    private static void addFinalizers(ObjectNode object, List<String> finalizers) {
        if (finalizers.isEmpty()) {
            return;
        }
        var array = Shape.metadata(object).withArray("finalizers");
        var present = new ArrayList<String>();
        array.forEach(each -> present.add(each.asText()));
        finalizers.stream().filter(each -> !present.contains(each)).forEach(array::add);
    }

    private AdmissionRequest admissionRequest(
            Target target,
            Operation operation,
            @Nullable ObjectNode object,
            @Nullable KubeObject old) {
        var name =
                object != null
                        ? object.path("metadata").path("name").asText()
                        : old == null ? "" : old.name();
        return new AdmissionRequest(
                target.context(),
                operation,
                target.cluster(),
                target.served().definition(),
                target.subresource(),
                target.namespace(),
                name,
                object,
                old,
                target.options().dryRun());
    }

    private Optional<Entry> read(Bytes key) {
        return storage.read(Range.key(key), storage.localRevision(), 1).entries().stream()
                .findFirst();
    }

    private KubeObject served(Target target, Bytes key, Bytes bytes, long revision) {
        var resource = target.resource();
        var at = new Revision(revision);
        var object = form.decode(resource, new Entry(key, bytes, at, at), revision);
        if (revision == 0) {
            Shape.metadata(object).remove("resourceVersion");
        }
        return new KubeObject(Shape.toServed(target.served(), object));
    }

    private SchemaNode schema(Target target) {
        return target.served().version().schema().root();
    }

    private ApplyOptions apply(Target target) {
        return new ApplyOptions(
                target.options().fieldManager(),
                target.options().force(),
                target.served().groupVersion().toString(),
                target.subresource(),
                target.context().received(),
                ignored(target));
    }

    /// Records who owns what in the object the client asked for, before anything of ours is added.
    private ManagedFields managed(Target target, @Nullable ObjectNode live, ObjectNode wanted) {
        FieldManagers.update(
                schema(target),
                live,
                wanted,
                new UpdateOptions(
                        target.options().fieldManager(),
                        target.served().groupVersion().toString(),
                        target.subresource(),
                        target.context().received(),
                        ignored(target)));
        return ManagedFields.of(wanted);
    }

    /// Top-level fields a request cannot own because it cannot write them.
    private static Set<String> ignored(Target target) {
        if (target.subresource().equals("status")) {
            return Set.of("spec", "metadata");
        }
        return target.served().version().hasStatus() ? Set.of("status") : Set.of();
    }
}
