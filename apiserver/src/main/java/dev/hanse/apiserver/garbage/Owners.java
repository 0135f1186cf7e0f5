package dev.hanse.apiserver.garbage;

import dev.hanse.apiserver.garbage.Ownership.Standing;
import dev.hanse.machinery.object.OwnerReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/// Finds out what owner references are worth, by asking for each owner as it is now.
final class Owners {

    private final Objects objects;
    private final OwnerEvents events;

    Owners(Objects objects, OwnerEvents events) {
        this.objects = objects;
        this.events = events;
    }

    /// @param report whether the object's author is told about owners in other namespaces
    Ownership of(Item item, boolean report) {
        var references = new EnumMap<Standing, List<OwnerReference>>(Standing.class);
        for (var reference : item.object().ownerReferences()) {
            references
                    .computeIfAbsent(standing(item, reference, report), _ -> new ArrayList<>())
                    .add(reference);
        }
        return new Ownership(references);
    }

    private Standing standing(Item item, OwnerReference reference, boolean report) {
        var found = objects.kind(item.cluster(), reference);
        if (found.isEmpty()) {
            return Standing.UNKNOWN;
        }
        var kind = found.get();
        var namespace = kind.namespaced() ? item.object().namespace() : "";
        if (kind.namespaced() && namespace.isEmpty()) {
            if (report && objects.existsSomewhere(item.cluster(), kind, reference)) {
                events.wrongNamespace(item, reference);
            }
            return Standing.UNRESOLVABLE;
        }
        var owner =
                objects.owner(item.cluster(), kind, reference, namespace)
                        .filter(each -> each.uid().equals(reference.uid()));
        if (owner.isPresent()) {
            return Item.waitsForDependents(owner.get()) ? Standing.WAITING : Standing.SOLID;
        }
        if (report
                && kind.namespaced()
                && objects.existsSomewhere(item.cluster(), kind, reference)) {
            events.wrongNamespace(item, reference);
        }
        return Standing.DANGLING;
    }
}
