package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.registry.Writes.Deleted;
import dev.hanse.apiserver.registry.Writes.Target;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Txn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Deletes stored objects, or marks them when finalizers keep them; once, if nobody else was
/// faster.
final class Deletion {

    private final WriteSteps steps;

    Deletion(WriteSteps steps) {
        this.steps = steps;
    }

    Optional<Deleted> tryOnce(Target target, Bytes key, Entry entry, DeleteRequest how) {
        var old = steps.stored(target, entry);
        // Kubernetes names the kind here, and not the resource.
        var kind = target.served().kind();
        how.preconditions().checkDelete(new GroupResource(kind.group(), kind.kind()), old);
        var request = steps.admitDeletion(target, old, how);
        var marked = old.json().deepCopy();
        how.propagation().mark(Shape.metadata(marked), target.strategy());
        long grace = target.strategy().deletionGraceSeconds(old.json(), how.gracePeriodSeconds());
        if (old.isBeingDeleted()) {
            grace = Math.min(grace, graceSeconds(old.json()));
        }
        if (grace == 0 && isReleased(marked)) {
            return remove(target, key, entry, how, request);
        }
        if (!old.isBeingDeleted()) {
            mark(target, marked, grace);
        } else if (grace < graceSeconds(old.json())) {
            shorten(Shape.metadata(marked), grace);
        } else if (marked.equals(old.json())) {
            return Optional.of(
                    new Deleted(
                            steps.served(target, key, entry.value(), entry.modRevision().value()),
                            false));
        }
        var bytes = target.form(steps.form()).encode(marked);
        if (how.dryRun()) {
            return Optional.of(
                    new Deleted(
                            steps.served(target, key, bytes, entry.modRevision().value()), false));
        }
        return switch (steps.storage().commit(Txn.replace(key, entry.modRevision(), bytes))) {
            case Outcome.Committed(var at) ->
                    Optional.of(new Deleted(steps.served(target, key, bytes, at.value()), false));
            case Outcome.Rejected _ -> Optional.empty();
        };
    }

    private Optional<Deleted> remove(
            Target target, Bytes key, Entry entry, DeleteRequest how, AdmissionRequest request) {
        if (how.dryRun()) {
            return Optional.of(
                    new Deleted(
                            steps.served(target, key, entry.value(), entry.modRevision().value()),
                            true));
        }
        var given =
                steps.claims(target, null, steps.form().object(target.resource(), entry).json());
        var txn = given.with(Txn.delete(key, entry.modRevision()));
        return switch (steps.commits().commit(request, txn)) {
            case Outcome.Committed(var at) ->
                    Optional.of(
                            new Deleted(
                                    steps.served(target, key, entry.value(), at.value()), true));
            case Outcome.Rejected _ -> Optional.empty();
        };
    }

    private static long graceSeconds(ObjectNode object) {
        return object.path("metadata").path("deletionGracePeriodSeconds").asLong();
    }

    /// Somebody who is in a hurry asks again.
    private static void shorten(ObjectNode metadata, long grace) {
        var end = Instant.parse(metadata.path("deletionTimestamp").asText());
        var begin = end.minusSeconds(metadata.path("deletionGracePeriodSeconds").asLong());
        metadata.put("deletionTimestamp", begin.plusSeconds(grace).toString());
        metadata.put("deletionGracePeriodSeconds", grace);
    }

    private static void mark(Target target, ObjectNode object, long grace) {
        var metadata = Shape.metadata(object);
        metadata.put(
                "deletionTimestamp",
                target.context()
                        .received()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .plusSeconds(grace)
                        .toString());
        metadata.put("deletionGracePeriodSeconds", grace);
        if (metadata.has("generation")) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        target.strategy().prepareForDeletion(object);
    }

    /// Whether an update that leaves the object like this ends it: it is being deleted, nobody
    /// needs time for that, and nothing keeps it.
    static boolean isOver(ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp")
                && graceSeconds(object) == 0
                && isReleased(object);
    }

    /// Whether nothing keeps the object: no finalizer in metadata, none in a namespace's spec.
    private static boolean isReleased(ObjectNode object) {
        return object.path("metadata").path("finalizers").isEmpty()
                && (!object.path("kind").asText().equals("Namespace")
                        || !object.path("apiVersion").asText().equals("v1")
                        || object.path("spec").path("finalizers").isEmpty());
    }
}
