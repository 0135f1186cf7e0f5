package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.status.FieldError;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A schema ready for use: defaults, prunes and validates objects. Made by [SchemaCompiler].
///
/// Immutable, thread-safe and shared by everyone who serves the same schema. Nothing is parsed or
/// compiled again for an object; only the CEL rules are compiled when the first object needs them.
public final class CompiledSchema {

    /// As long as one of these is found, rules are not run: they may rely on what is broken.
    private static final Set<FieldError.Type> BLOCKING =
            EnumSet.of(
                    FieldError.Type.NOT_SUPPORTED,
                    FieldError.Type.REQUIRED,
                    FieldError.Type.TOO_LONG,
                    FieldError.Type.TOO_MANY,
                    FieldError.Type.TYPE_INVALID);

    private final Supplier<Parts> parts;

    /// @param defaults see [#defaults]
    /// @param rules null when the schema has no rules
    record Parts(
            SchemaNode root, int defaults, NodeCheck check, @Nullable Supplier<CelRules> rules) {}

    /// @param parts the same ones at every call
    CompiledSchema(Supplier<Parts> parts) {
        this.parts = parts;
    }

    public SchemaNode root() {
        return parts.get().root();
    }

    /// Sets what is missing to its default, at every level, and removes nulls that are not allowed.
    public void applyDefaults(ObjectNode object) {
        Defaulting.apply(object, root());
    }

    /// Names the fields that have a default, 0 when there are none: an object that was given the
    /// defaults of a schema has all those of every schema with the same number.
    public int defaults() {
        return parts.get().defaults();
    }

    /// Removes the fields that the schema does not know and returns their paths, written as in
    /// Kubernetes' strict field validation: `spec.list[0].bar`.
    public List<String> prune(ObjectNode object) {
        return Pruning.apply(object, root());
    }

    /// Everything that is wrong with the object, in the order of the document.
    ///
    /// @param old the object before the update, or null on create: enables transition rules, and
    ///   forgives what was wrong before and has not been touched
    public List<FieldError> validate(JsonNode object, @Nullable JsonNode old) {
        var report = new Report();
        parts.get().check().check(object, old, FieldPath.ROOT, report);
        checkStructure(object, old, report);
        var rules = parts.get().rules();
        if (rules != null) {
            if (report.errors().stream().anyMatch(each -> BLOCKING.contains(each.type()))) {
                report.add(
                        FieldError.invalid(
                                FieldPath.NO_FIELD,
                                "null",
                                "some validation rules were not checked because the object was"
                                        + " invalid; correct the existing errors to complete"
                                        + " validation"));
            } else {
                rules.get().check(object, old, report);
            }
        }
        return List.copyOf(report.errors());
    }

    private void checkStructure(JsonNode object, @Nullable JsonNode old, Report report) {
        EmbeddedResourceCheck.check(object, root(), FieldPath.ROOT, report);
        var lists = new Report();
        ListTypeCheck.check(object, root(), FieldPath.ROOT, lists);
        if (!lists.isClean() && (old == null || hasCleanLists(old))) {
            report.include(lists);
        }
    }

    private boolean hasCleanLists(JsonNode object) {
        var report = new Report();
        ListTypeCheck.check(object, root(), FieldPath.ROOT, report);
        return report.isClean();
    }
}
