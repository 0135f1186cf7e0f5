package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The rules of the kind CustomResourceDefinition itself. [CrdNaming] decides about its names.
public final class CrdStrategy implements Strategy {

    private final CrdRules rules;

    CrdStrategy(SchemaCompiler schemas) {
        this.rules = new CrdRules(schemas);
    }

    /// This strategy and the resource it is for.
    ///
    /// @param schemas judges the schemas of definitions
    public static Map<GroupResource, Strategy> byResource(SchemaCompiler schemas) {
        return Map.of(Crd.RESOURCE, new CrdStrategy(schemas));
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        completeNames(object);
        object.remove("status");
        rememberStorageVersion(object);
        CrdApproval.show(object, context.received());
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        completeNames(object);
        if (!context.info().subresource().equals("status")) {
            rememberStorageVersion(object);
        }
        CrdApproval.show(object, context.received());
        if (!old.path("metadata").hasNonNull("deletionTimestamp")) {
            keepFinalizer(object);
        }
    }

    @Override
    public List<String> initialFinalizers() {
        return List.of(Crd.FINALIZER);
    }

    @Override
    public void prepareForDeletion(ObjectNode object) {
        Crd.set(
                object,
                new Crd.Condition(
                        Crd.TERMINATING,
                        true,
                        "InstanceDeletionPending",
                        "CustomResourceDefinition marked for deletion; CustomResource deletion will"
                                + " begin soon"),
                Instant.parse(object.path("metadata").path("deletionTimestamp").asText()));
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        return rules.validate(object, MissingNode.getInstance());
    }

    @Override
    public List<FieldError> validate(ObjectNode object, ObjectNode old) {
        return rules.validate(object, old);
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return rules.validateUpdate(object, old);
    }

    private static void completeNames(ObjectNode object) {
        if (!(object.path("spec").path("names") instanceof ObjectNode names)) {
            return;
        }
        var kind = names.path("kind").asText();
        if (names.path("singular").asText().isEmpty() && !kind.isEmpty()) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (names.path("listKind").asText().isEmpty() && !kind.isEmpty()) {
            names.put("listKind", kind + "List");
        }
    }

    /// Every version that objects may be stored in stays listed until somebody has migrated them.
    private static void rememberStorageVersion(ObjectNode object) {
        var stored = object.withObject("status").withArray("storedVersions");
        for (var version : object.path("spec").path("versions")) {
            if (version.path("storage").asBoolean() && !contains(stored, version.path("name"))) {
                stored.add(version.path("name"));
            }
        }
    }

    /// A client that writes the whole object without knowing of the finalizer must not leave the
    /// custom resources behind without a definition.
    private static void keepFinalizer(ObjectNode object) {
        var finalizers = object.withObject("metadata").withArray("finalizers");
        for (var each : finalizers) {
            if (each.asText().equals(Crd.FINALIZER)) {
                return;
            }
        }
        finalizers.add(Crd.FINALIZER);
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (var each : array) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
