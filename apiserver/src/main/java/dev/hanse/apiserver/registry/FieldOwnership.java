package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Writes.Target;
import dev.hanse.machinery.apply.ApplyOptions;
import dev.hanse.machinery.apply.FieldManagers;
import dev.hanse.machinery.apply.UpdateOptions;
import dev.hanse.machinery.schema.SchemaNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who owns which fields, as far as a write is concerned.
final class FieldOwnership {

    private FieldOwnership() {}

    /// Records who owns what in the object the client asked for, before anything of ours is added.
    static ManagedFields afterWrite(Target target, @Nullable ObjectNode live, ObjectNode wanted) {
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

    static ApplyOptions applyOptions(Target target) {
        return new ApplyOptions(
                target.options().fieldManager(),
                target.options().force(),
                target.served().groupVersion().toString(),
                target.subresource(),
                target.context().received(),
                ignored(target));
    }

    static SchemaNode schema(Target target) {
        return target.served().version().schema().root();
    }

    /// Top-level fields a request cannot own because it cannot write them.
    private static Set<String> ignored(Target target) {
        if (target.subresource().equals("status")) {
            return target.strategy().statusMayChangeMetadata()
                    ? Set.of("spec")
                    : Set.of("spec", "metadata");
        }
        return target.served().version().hasStatus() ? Set.of("status") : Set.of();
    }
}
