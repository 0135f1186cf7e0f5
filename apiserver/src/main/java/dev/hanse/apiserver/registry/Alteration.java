package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.registry.Writes.Target;
import dev.hanse.machinery.apply.FieldManagers;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Txn;
import java.util.List;
import java.util.Optional;

/// Changes stored objects, once, if nobody else was faster.
final class Alteration {

    private final WriteSteps steps;

    Alteration(WriteSteps steps) {
        this.steps = steps;
    }

    /// @return empty when somebody else was faster and the write may be tried again
    Optional<KubeObject> tryOnce(
            Target target, Bytes key, Entry entry, Change change, Preconditions preconditions) {
        var definition = target.served().definition();
        var old = steps.stored(target, entry);
        preconditions.check(definition.groupResource(), old);
        var current = target.served().present(old.json().deepCopy());
        var wanted =
                switch (change) {
                    case Change.Replace(var object) -> object.deepCopy();
                    case Change.Patch(var edit) -> edit.apply(current.deepCopy());
                    case Change.Apply(var configuration) -> applied(target, current, configuration);
                };
        Shape.normalize(
                target.context(), target.served(), wanted, target.options().fieldValidation());
        var metadata = Shape.metadata(wanted);
        WriteSteps.placeInNamespace(target, metadata);
        checkSameObject(target, metadata, old);
        boolean pinned = isPinned(target, metadata, entry, old.name(), change);
        var fields =
                change instanceof Change.Apply
                        ? ManagedFields.of(wanted)
                        : FieldOwnership.afterWrite(target, current, wanted);
        var mutation =
                new Mutation(
                        steps.admission(),
                        each -> steps.admissionRequest(target, Operation.UPDATE, each, old),
                        each -> settle(target, each, old));
        var stored =
                mutation.of(
                        AllowedChanges.of(
                                target, Shape.toStorage(target.served(), wanted), old.json()));
        var request = steps.admissionRequest(target, Operation.UPDATE, stored, old);
        AllowedChanges.countGeneration(target, stored, old.json());
        fields.record(stored);
        var errors = MetadataRules.validate(stored, definition.namespaced(), target.strategy());
        errors.addAll(MetadataRules.validateUpdate(stored, old.json()));
        steps.validate(target, stored, old.json(), errors);
        steps.admission().validate(request);

        if (old.isBeingDeleted() && Deletion.isOver(stored)) {
            return remove(target, key, entry, stored, old);
        }
        var claims = steps.claims(target, stored, old.json());
        var bytes = target.form(steps.form()).encode(stored);
        boolean unchanged = isUnchanged(target, entry, bytes);
        if (target.options().dryRun() || unchanged) {
            if (!unchanged) {
                steps.commits().check(request);
            }
            return Optional.of(steps.served(target, key, bytes, entry.modRevision().value()));
        }
        var txn = claims.with(Txn.replace(key, entry.modRevision(), bytes));
        return switch (steps.commits().commit(request, txn)) {
            case Outcome.Committed(var at) ->
                    Optional.of(steps.served(target, key, bytes, at.value()));
            case Outcome.Rejected(_, var found) when pinned && !found.contains(entry) ->
                    throw ApiException.modified(definition.groupResource(), old.name());
            case Outcome.Rejected _ -> Optional.empty();
        };
    }

    /// What webhooks have made of the object, within what the request may change.
    private static ObjectNode settle(Target target, ObjectNode object, KubeObject old) {
        var metadata = Shape.metadata(object);
        WriteSteps.placeInNamespace(target, metadata);
        if (!metadata.path("name").asText().equals(old.name())) {
            throw ApiException.invalid(
                    target.served().kind(),
                    old.name(),
                    List.of(
                            FieldError.invalid(
                                    "metadata.name", metadata.path("name"), "field is immutable")));
        }
        return AllowedChanges.of(target, object, old.json());
    }

    private static ObjectNode applied(Target target, ObjectNode current, ObjectNode configuration) {
        Shape.requireKind(target.served(), configuration);
        return FieldManagers.apply(
                FieldOwnership.schema(target),
                current.deepCopy(),
                configuration.deepCopy(),
                FieldOwnership.applyOptions(target));
    }

    /// Whether writing `bytes` would change nothing but the revision: then nothing is written. A
    /// stale entry changes by being written: replacing objects with themselves is how Kubernetes'
    /// administrators move them to another encryption key.
    private boolean isUnchanged(Target target, Entry entry, Bytes bytes) {
        if (entry.stale()) {
            return false;
        }
        if (bytes.equals(entry.value())) {
            return true;
        }
        var rewritten = new Entry(entry.key(), bytes, entry.createRevision(), entry.modRevision());
        return steps.form()
                .decode(target.resource(), rewritten)
                .equals(steps.form().decode(target.resource(), entry));
    }

    /// The last finalizer is gone: the update is the deletion.
    private Optional<KubeObject> remove(
            Target target, Bytes key, Entry entry, ObjectNode stored, KubeObject old) {
        var bytes = target.form(steps.form()).encode(stored);
        if (target.options().dryRun()) {
            return Optional.of(steps.served(target, key, bytes, entry.modRevision().value()));
        }
        var request = steps.admissionRequest(target, Operation.DELETE, null, old);
        var claims = steps.claims(target, null, stored);
        var txn = claims.with(Txn.delete(key, entry.modRevision()));
        return switch (steps.commits().commit(request, txn)) {
            case Outcome.Committed(var at) ->
                    Optional.of(steps.served(target, key, bytes, at.value()));
            case Outcome.Rejected _ -> Optional.empty();
        };
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
                // Kubernetes' store knows the name of the resource only.
                throw ApiException.invalid(
                        target.served().groupVersion().withKind(definition.names().plural()),
                        name,
                        List.of(
                                FieldError.invalid(
                                        "metadata.resourceVersion",
                                        0,
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
}
