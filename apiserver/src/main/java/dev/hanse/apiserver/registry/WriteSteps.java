package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionChain;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.registry.Writes.Target;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What every write does: read what is stored, ask admission, validate, answer.
///
/// Thread-safe: keeps no state of its own.
record WriteSteps(Storage storage, StoredForm form, AdmissionChain admission, Commits commits) {

    AdmissionRequest admissionRequest(
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
                target.options().dryRun(),
                options(operation, target.options()));
    }

    /// As in `meta/v1 CreateOptions` and `UpdateOptions`; a patch has those of the update, or of
    /// the creation, that it is.
    private static ObjectNode options(Operation operation, WriteOptions options) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", operation == Operation.CREATE ? "CreateOptions" : "UpdateOptions");
        json.put("apiVersion", "meta.k8s.io/v1");
        if (options.dryRun()) {
            json.putArray("dryRun").add("All");
        }
        if (!options.fieldManager().isEmpty()) {
            json.put("fieldManager", options.fieldManager());
        }
        json.put(
                "fieldValidation",
                switch (options.fieldValidation()) {
                    case IGNORE -> "Ignore";
                    case WARN -> "Warn";
                    case STRICT -> "Strict";
                });
        return json;
    }

    /// Asks admission about a deletion. Nothing can be changed about one.
    AdmissionRequest admitDeletion(Target target, KubeObject old, DeleteRequest how) {
        var request =
                new AdmissionRequest(
                        target.context(),
                        Operation.DELETE,
                        target.cluster(),
                        target.served().definition(),
                        target.subresource(),
                        target.namespace(),
                        old.name(),
                        null,
                        old,
                        how.dryRun(),
                        options(how));
        admission.mutate(request);
        admission.passages(request).forEach(each -> each.mutate(request));
        admission.validate(request);
        return request;
    }

    private static ObjectNode options(DeleteRequest how) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "DeleteOptions").put("apiVersion", "meta.k8s.io/v1");
        if (!how.preconditions().equals(Preconditions.NONE)) {
            var preconditions = json.putObject("preconditions");
            if (!how.preconditions().uid().isEmpty()) {
                preconditions.put("uid", how.preconditions().uid());
            }
            if (!how.preconditions().resourceVersion().isEmpty()) {
                preconditions.put("resourceVersion", how.preconditions().resourceVersion());
            }
        }
        switch (how.propagation()) {
            case DEFAULT -> {}
            case BACKGROUND -> json.put("propagationPolicy", "Background");
            case FOREGROUND -> json.put("propagationPolicy", "Foreground");
            case ORPHAN -> json.put("propagationPolicy", "Orphan");
            case NOT_ORPHAN -> json.put("orphanDependents", false);
        }
        if (how.dryRun()) {
            json.putArray("dryRun").add("All");
        }
        return json;
    }

    void validate(
            Target target,
            ObjectNode stored,
            @Nullable ObjectNode old,
            List<FieldError> metadataErrors) {
        var errors = new ArrayList<>(metadataErrors);
        var definition = target.served().definition();
        var strategy = target.strategy();
        var rules =
                new ArrayList<>(
                        old == null ? strategy.validate(stored) : strategy.validate(stored, old));
        if (old != null && !target.strategy().subresources().containsKey(target.subresource())) {
            // A handler of a subresource has said what may change through it.
            rules.addAll(target.strategy().validateUpdate(stored, old));
        }
        var schema =
                definition.storageVersionDefinition().schema().validate(stored, old).stream()
                        // Metadata has rules of its own, which schemas of built-in kinds repeat.
                        .filter(
                                each ->
                                        !definition.isBuiltin()
                                                || !each.field().startsWith("metadata."))
                        .toList();
        if (target.resource().segment().isEmpty()) {
            errors.addAll(rules);
            errors.addAll(notSaidBy(rules, schema));
        } else {
            errors.addAll(schema);
            errors.addAll(rules);
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(
                    definition.kindAt(target.served().version().name()),
                    stored.path("metadata").path("name").asText(),
                    errors);
        }
    }

    /// What only the schema of a built-in kind finds wrong. Kubernetes' code says it first and more
    /// precisely, lets lists have the same key twice that are merged by key, and takes a status as
    /// it comes: for Go, a field that is left out is one that is zero.
    private static List<FieldError> notSaidBy(List<FieldError> rules, List<FieldError> schema) {
        return schema.stream()
                .filter(each -> each.type() != FieldError.Type.DUPLICATE)
                .filter(
                        each ->
                                each.type() != FieldError.Type.REQUIRED
                                        || !each.field().startsWith("status."))
                .filter(each -> rules.stream().noneMatch(rule -> rule.field().equals(each.field())))
                .toList();
    }

    /// What `object` holds besides itself, once it takes the place of `old`; completes `object`
    /// with what it was given.
    Claims claims(Target target, @Nullable ObjectNode object, @Nullable ObjectNode old) {
        var claimant = target.strategy().claimant();
        return claimant.isEmpty()
                ? Claims.NONE
                : Claims.change(
                        form,
                        old == null ? List.of() : claimant.get().held(target.cluster(), old),
                        object == null
                                ? List.of()
                                : claimant.get().claim(target.cluster(), object, old));
    }

    static void placeInNamespace(Target target, ObjectNode metadata) {
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

    Optional<Entry> read(Bytes key) {
        return storage.read(Range.key(key), storage.localRevision(), 1).entries().stream()
                .findFirst();
    }

    /// What is stored, at the storage version of now.
    KubeObject stored(Target target, Entry entry) {
        var object = target.form(form).decode(entry);
        return new KubeObject(target.served().definition().atStorageVersion(object));
    }

    KubeObject served(Target target, Bytes key, Bytes bytes, long revision) {
        var at = new Revision(revision);
        var object = target.form(form).decode(new Entry(key, bytes, at, at), revision);
        if (revision == 0) {
            Shape.metadata(object).remove("resourceVersion");
        }
        return new KubeObject(target.served().present(object));
    }
}
