package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.JsonOrder;
import java.util.TreeMap;

/// What becomes of an object and its managed fields when one manager applies a configuration, as
/// long as nobody objects. See [#conflict].
final class Application {

    private final MergeSchema schema;
    private final ObjectNode live;
    private final ManagedFields managed;
    private final ApplyOptions options;
    private final FieldManager applier;
    private final FieldSet applied;
    private final ObjectNode merged;
    private final Comparison comparison;

    /// @param live without managedFields
    /// @param managed what those of `live` say
    Application(
            MergeSchema schema,
            ObjectNode live,
            ObjectNode configuration,
            ManagedFields managed,
            ApplyOptions options) {
        this.schema = schema;
        this.live = live;
        this.managed = managed;
        this.options = options;
        var ignored = FieldSet.ofFields(options.ignoredFields().toArray(String[]::new));
        applier = FieldManager.applier(options.manager(), options.subresource());
        applied = ValueFields.of(schema, configuration).recursiveDifference(ignored);
        merged = prune(Merging.mergeObjects(schema, live, configuration));
        comparison = Comparison.of(schema, live, merged).without(ignored);
    }

    /// The fields that others own and that the object would have at another value.
    ApplyConflict conflict() {
        var conflicts = new TreeMap<FieldManager, FieldSet>();
        managed.entries()
                .forEach(
                        (manager, entry) -> {
                            var fields = entry.fields().intersection(comparison.changed());
                            if (!manager.equals(applier) && !fields.isEmpty()) {
                                conflicts.put(manager, fields);
                            }
                        });
        return new ApplyConflict(conflicts);
    }

    /// The new object, without managedFields.
    ObjectNode object() {
        return isNoop() ? live : merged;
    }

    /// What is managed afterwards, whoever had to give up fields for it.
    ManagedFields managedFields() {
        var after = managed.copy();
        after.remove(applier);
        after.changeAll(
                fields -> fields.difference(comparison.changed()).difference(comparison.removed()));
        var fields = applied.difference(FieldManagers.UNMANAGED);
        var previous = managed.get(applier);
        var time =
                previous != null && isNoop() && previous.fields().equals(fields)
                        ? previous.time()
                        : options.now();
        after.put(applier, new ManagedFields.Entry(options.apiVersion(), fields, time));
        return after;
    }

    private boolean isNoop() {
        return JsonOrder.equal(live, merged);
    }

    /// Removes what the manager applied last time, does not apply now, and nobody else owns.
    ///
    /// Removing a field takes everything in it along, so what others own and what nobody owns is
    /// put back in two steps, each by removing less from the whole again.
    private ObjectNode prune(ObjectNode whole) {
        var previous = managed.get(applier);
        if (previous == null) {
            return whole;
        }
        var others = managed.copy();
        others.remove(applier);
        var owned = named(others.all().union(applied));
        var last = named(previous.fields());
        var all = named(ValueFields.of(schema, whole));
        var pruned = remove(whole, last);
        var kept = named(ValueFields.of(schema, pruned)).union(owned);
        pruned = remove(whole, all.difference(kept));
        kept = named(ValueFields.of(schema, pruned));
        return remove(whole, all.difference(kept).intersection(last));
    }

    private FieldSet named(FieldSet fields) {
        return ValueFields.withNamedFields(schema, fields);
    }

    private ObjectNode remove(ObjectNode value, FieldSet fields) {
        return (ObjectNode) Removal.remove(schema, value, fields);
    }
}
