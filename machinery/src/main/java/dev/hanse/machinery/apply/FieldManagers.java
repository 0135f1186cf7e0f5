package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaNode;
import dev.hanse.machinery.status.ApiException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies configurations and keeps `metadata.managedFields` (KEP-555).
///
/// A manager owns the fields it set last. Applying a configuration sets what it says, removes what
/// the same manager applied before and nobody else owns, and conflicts with what others own at
/// another value. Every other write takes the fields that it changes.
public final class FieldManagers {

    /// Identity and bookkeeping of an object belong to nobody.
    static final FieldSet UNMANAGED =
            FieldSet.ofFields(
                    "apiVersion",
                    "kind",
                    "metadata",
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.creationTimestamp",
                    "metadata.selfLink",
                    "metadata.uid",
                    "metadata.clusterName",
                    "metadata.generation",
                    "metadata.managedFields",
                    "metadata.resourceVersion");

    private static final String BEFORE_FIRST_APPLY = "before-first-apply";

    private static final Logger log = LoggerFactory.getLogger(FieldManagers.class);

    private FieldManagers() {}

    /// The object that results when `configuration` is applied to `live`, with its new
    /// managedFields. No argument is changed.
    ///
    /// @param schema of the object, or null when there is none
    /// @param live null when the object is to be created
    /// @throws ApiException 409 if others own what the configuration changes, 400 if the
    ///   configuration cannot be applied at all
    public static ObjectNode apply(
            @Nullable SchemaNode schema,
            @Nullable ObjectNode live,
            ObjectNode configuration,
            ApplyOptions options) {
        requireApplicable(configuration, options);
        var merge = MergeSchema.ofObject(schema);
        requireTyped(merge, configuration);
        var before = withoutManagedFields(live);
        try {
            var managed = liveManagedFields(live);
            return apply(merge, before, managed, configuration, options);
        } catch (UntypedValueException e) {
            // The configuration is typed, so it is the live object that is not.
            throw ApiException.badRequest(
                    "failed to create typed live object ("
                            + described(before)
                            + "): "
                            + e.getMessage());
        }
    }

    private static ObjectNode apply(
            MergeSchema schema,
            ObjectNode live,
            ManagedFields managed,
            ObjectNode configuration,
            ApplyOptions options) {
        if (managed.isEmpty()) {
            recordBeforeFirstApply(schema, live, managed, options);
        }
        var application = new Application(schema, live, configuration, managed, options);
        if (!options.force()) {
            var conflict =
                    ClientSideApply.withoutOwn(application.conflict(), schema, live, options);
            if (!conflict.isEmpty()) {
                throw conflict.toException();
            }
        }
        var after = application.object().deepCopy();
        ClientSideApply.refreshAnnotation(after, configuration, options.manager());
        write(after, application.managedFields());
        return after;
    }

    /// Gives fields that were never tracked an owner, so that taking them is a conflict.
    private static void recordBeforeFirstApply(
            MergeSchema schema, ObjectNode live, ManagedFields managed, ApplyOptions options) {
        var update =
                new UpdateOptions(
                        BEFORE_FIRST_APPLY,
                        options.apiVersion(),
                        options.subresource(),
                        options.now(),
                        options.ignoredFields());
        recordUpdate(schema, JsonNodeFactory.instance.objectNode(), live, managed, update);
    }

    /// Gives the fields in which `updated` differs from `live` to the manager, and writes the
    /// managedFields of `updated`. For every write but apply, after the object is complete.
    ///
    /// A client resets managedFields by sending an empty list, or a list of one empty entry;
    /// sending none, or invalid ones, keeps those of the live object.
    ///
    /// @param schema of the object, or null when there is none
    /// @param live null when the object is created
    public static void update(
            @Nullable SchemaNode schema,
            @Nullable ObjectNode live,
            ObjectNode updated,
            UpdateOptions options) {
        var before = withoutManagedFields(live);
        var managed = sentOrLive(live, updated, options);
        if (updated.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        // Once managedFields are reset, tracking starts again with the first apply.
        boolean tracked = live == null || !managed.isEmpty();
        if (tracked) {
            try {
                recordUpdate(MergeSchema.ofObject(schema), before, updated, managed, options);
                managed.capUpdaters();
            } catch (UntypedValueException e) {
                // Who manages what is a service to the writer, not a reason to refuse the write.
                log.atWarn()
                        .addKeyValue("name", new KubeObject(updated).name())
                        .addKeyValue("namespace", new KubeObject(updated).namespace())
                        .addKeyValue("error", e.getMessage())
                        .log("managed fields are left as they were");
            }
        }
        write(updated, managed);
    }

    private static void requireApplicable(ObjectNode configuration, ApplyOptions options) {
        var object = new KubeObject(configuration);
        if (!object.apiVersion().equals(options.apiVersion())) {
            throw ApiException.badRequest(
                    "Incorrect version specified in apply patch. Specified patch version: "
                            + object.apiVersion()
                            + ", expected: "
                            + options.apiVersion());
        }
        if (object.metadata().hasNonNull("managedFields")) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
    }

    /// The object with what `configuration` says over it, whoever manages what: how policies apply
    /// configurations. No argument is changed.
    ///
    /// @throws ApiException if the configuration does not fit the schema, or says something about a
    ///   list or map that is one value: what of it is meant to stay, it cannot say
    public static ObjectNode overlay(
            @Nullable SchemaNode schema, ObjectNode object, ObjectNode configuration) {
        var merge = MergeSchema.ofObject(schema);
        requireTyped(merge, configuration);
        var atomic = Merging.atomicPart(merge, configuration, "");
        if (!atomic.isEmpty()) {
            throw ApiException.badRequest(
                    "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
                            + atomic);
        }
        return Merging.mergeObjects(merge, object, configuration).deepCopy();
    }

    private static void requireTyped(MergeSchema schema, ObjectNode configuration) {
        var errors = TypeCheck.errors(schema, configuration);
        if (errors.isEmpty()) {
            return;
        }
        throw ApiException.badRequest(
                "failed to create typed patch object ("
                        + described(configuration)
                        + "): "
                        + (errors.size() == 1
                                ? errors.getFirst()
                                : "errors:\n  " + String.join("\n  ", errors)));
    }

    private static String described(ObjectNode json) {
        var object = new KubeObject(json);
        return object.namespace() + "/" + object.name() + "; " + object.groupVersionKind();
    }

    private static ManagedFields liveManagedFields(@Nullable ObjectNode live) {
        try {
            return ManagedFields.decode(managedFieldsOf(live));
        } catch (IllegalArgumentException e) {
            throw ApiException.internal("failed to decode managed fields: " + e.getMessage(), e);
        }
    }

    private static ManagedFields sentOrLive(
            @Nullable ObjectNode live, ObjectNode updated, UpdateOptions options) {
        var sent = managedFieldsOf(updated);
        if (options.subresource().isEmpty()) {
            boolean reset = sent.isArray() && (sent.isEmpty() || isOneEmptyEntry(sent));
            if (reset) {
                return new ManagedFields();
            }
            var decoded = decodedOrEmpty(sent);
            if (!decoded.isEmpty()) {
                return decoded;
            }
        }
        return decodedOrEmpty(managedFieldsOf(live));
    }

    private static boolean isOneEmptyEntry(JsonNode list) {
        return list.size() == 1 && list.get(0).isObject() && list.get(0).isEmpty();
    }

    /// A write must not fail because of managedFields that someone broke.
    private static ManagedFields decodedOrEmpty(JsonNode json) {
        try {
            return ManagedFields.decode(json);
        } catch (IllegalArgumentException e) {
            return new ManagedFields();
        }
    }

    private static void recordUpdate(
            MergeSchema schema,
            ObjectNode before,
            ObjectNode after,
            ManagedFields managed,
            UpdateOptions options) {
        var comparison =
                Comparison.of(schema, before, after).without(ignored(options.ignoredFields()));
        managed.changeAll(
                fields -> fields.difference(comparison.changed()).difference(comparison.removed()));
        var changed = comparison.changed().difference(UNMANAGED);
        if (changed.isEmpty()) {
            return;
        }
        var manager =
                FieldManager.updater(
                        options.manager(), options.apiVersion(), options.subresource());
        var previous = managed.get(manager);
        managed.put(
                manager,
                new ManagedFields.Entry(
                        options.apiVersion(),
                        previous == null ? changed : changed.union(previous.fields()),
                        options.now()));
    }

    private static FieldSet ignored(Set<String> fields) {
        return FieldSet.ofFields(fields.toArray(String[]::new));
    }

    /// A shallow copy; the parts are only read.
    private static ObjectNode withoutManagedFields(@Nullable ObjectNode live) {
        var copy = JsonNodeFactory.instance.objectNode();
        if (live != null) {
            copy.setAll(live);
            if (live.get("metadata") instanceof ObjectNode metadata) {
                var own = copy.putObject("metadata");
                own.setAll(metadata);
                own.remove("managedFields");
            }
        }
        return copy;
    }

    private static JsonNode managedFieldsOf(@Nullable ObjectNode object) {
        return object == null
                ? MissingNode.getInstance()
                : object.path("metadata").path("managedFields");
    }

    private static void write(ObjectNode object, ManagedFields managed) {
        if (!managed.isEmpty()) {
            object.withObject("/metadata").set("managedFields", managed.encode());
        }
    }
}
