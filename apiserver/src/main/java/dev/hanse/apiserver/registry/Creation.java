package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.registry.Writes.Target;
import dev.hanse.machinery.apply.FieldManagers;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Txn;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes new objects.
final class Creation {

    /// How often something may be claimed that somebody else takes first.
    private static final int TRIES = 100;

    private final WriteSteps steps;

    private final RandomGenerator random;

    Creation(WriteSteps steps, RandomGenerator random) {
        this.steps = steps;
        this.random = random;
    }

    /// Creates `object`, which is at the request's version.
    ///
    /// @return the object as it is now stored, at the request's version
    KubeObject create(Target target, ObjectNode object) {
        Shape.normalize(
                target.context(), target.served(), object, target.options().fieldValidation());
        var metadata = Shape.metadata(object);
        // Kubernetes' storage says so, which a dry run does not reach.
        if (!target.options().dryRun() && !metadata.path("resourceVersion").asText("").isEmpty()) {
            throw ApiException.badRequest(
                    "resourceVersion should not be set on objects to be created");
        }
        WriteSteps.placeInNamespace(target, metadata);
        var generateName = metadata.path("generateName").asText();
        boolean generated = metadata.path("name").asText().isEmpty() && !generateName.isEmpty();
        for (int attempt = 1; ; attempt++) {
            var copy = object.deepCopy();
            if (generated) {
                Shape.metadata(copy).put("name", GeneratedNames.next(generateName, random));
            }
            try {
                return createOnce(target, copy, FieldOwnership.afterWrite(target, null, copy));
            } catch (ApiException e) {
                if (!generated || !e.isAlreadyExists() || attempt == 8) {
                    throw e;
                }
            }
        }
    }

    /// A PUT of an object that is not there, and so has no version or UID yet.
    KubeObject createByUpdate(Target target, String name, ObjectNode wanted) {
        var object = wanted.deepCopy();
        var metadata = Shape.metadata(object);
        metadata.remove(List.of("resourceVersion", "uid"));
        var asked = metadata.path("name").asText();
        if (asked.isEmpty()) {
            metadata.put("name", name);
        } else if (!asked.equals(name)) {
            throw ApiException.badRequest(
                    "the name of the object ("
                            + asked
                            + ") does not match the name on the URL ("
                            + name
                            + ")");
        }
        return create(target, object);
    }

    KubeObject createByApply(Target target, String name, Change.Apply change) {
        var merged =
                FieldManagers.apply(
                        FieldOwnership.schema(target),
                        null,
                        change.configuration().deepCopy(),
                        FieldOwnership.applyOptions(target));
        Shape.normalize(
                target.context(), target.served(), merged, target.options().fieldValidation());
        var metadata = Shape.metadata(merged);
        metadata.put("name", name);
        WriteSteps.placeInNamespace(target, metadata);
        return createOnce(target, merged, ManagedFields.of(merged));
    }

    private KubeObject createOnce(Target target, ObjectNode object, ManagedFields fields) {
        var uid = UUID.randomUUID().toString();
        var definition = target.served().definition();
        var obstacle = target.strategy().whyNotCreate();
        if (!obstacle.isEmpty()) {
            var name = Shape.metadata(object).path("name").asText();
            throw ApiException.forbidden(definition.groupResource(), name, obstacle);
        }
        var mutation =
                new Mutation(
                        steps.admission(),
                        each -> steps.admissionRequest(target, Operation.CREATE, each, null),
                        each -> begin(target, uid, each));
        var stored = mutation.of(begin(target, uid, Shape.toStorage(target.served(), object)));
        var request = steps.admissionRequest(target, Operation.CREATE, stored, null);
        target.strategy().afterAdmission(target.context(), stored);
        fields.record(stored);
        var errors = MetadataRules.validate(stored, definition.namespaced(), target.strategy());
        steps.validate(target, stored, null, errors);
        steps.admission().validate(request);
        var name = Shape.metadata(stored).path("name").asText();
        var key = Keyspace.key(target.resource(), target.key(name));
        for (int attempt = 1; ; attempt++) {
            // Claims fill in what was free, which somebody else may take before the commit.
            var complete = target.strategy().claimant().isPresent() ? stored.deepCopy() : stored;
            var claims = steps.claims(target, complete, null);
            var bytes = target.form(steps.form()).encode(complete);
            if (target.options().dryRun()) {
                steps.commits().check(request);
                if (steps.read(key).isPresent()) {
                    throw ApiException.alreadyExists(definition.groupResource(), name);
                }
                return steps.served(target, key, bytes, 0);
            }
            switch (steps.commits().commit(request, claims.with(Txn.create(key, bytes)))) {
                case Outcome.Committed(var at) -> {
                    return steps.served(target, key, bytes, at.value());
                }
                case Outcome.Rejected(_, var found) -> {
                    if (attempt == TRIES
                            || claims.isNone()
                            || found.stream().anyMatch(each -> each.key().equals(key))) {
                        throw ApiException.alreadyExists(definition.groupResource(), name);
                    }
                }
            }
        }
    }

    /// A new object at the storage version as it may begin: with metadata and a status of the
    /// server's making.
    private static ObjectNode begin(Target target, String uid, ObjectNode object) {
        var metadata = Shape.metadata(object);
        WriteSteps.placeInNamespace(target, metadata);
        for (var field :
                List.of(
                        "selfLink",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "resourceVersion")) {
            metadata.remove(field);
        }
        metadata.put("uid", uid);
        metadata.put(
                "creationTimestamp",
                target.context().received().truncatedTo(ChronoUnit.SECONDS).toString());
        if (target.strategy().hasGeneration()) {
            metadata.put("generation", 1);
        } else {
            metadata.remove("generation");
        }
        if (target.served().version().hasStatus() && !target.strategy().createdWithStatus()) {
            object.remove("status");
            var stored = target.served().definition().storageVersionDefinition();
            stored.schema().applyDefaults(object);
            target.strategy().afterDefaulting(object);
        }
        target.strategy().prepareForCreate(target.context(), object);
        addFinalizers(object, target.strategy().initialFinalizers());
        return object;
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
}
