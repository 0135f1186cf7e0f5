package dev.hanse.apiserver.garbage;

import dev.hanse.machinery.object.OwnerReference;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// An object's owner references, by what they are worth.
record Ownership(Map<Standing, List<OwnerReference>> references) {

    enum Standing {
        /// The owner exists and stays, so the object stays.
        SOLID,
        /// There is no such owner any more.
        DANGLING,
        /// The owner goes as soon as its dependents are gone.
        WAITING,
        /// The owner's kind is not served at the moment, so nobody can tell.
        UNKNOWN,
        /// An object outside namespaces names an owner inside one: that can never be looked up.
        UNRESOLVABLE
    }

    Ownership {
        references = new EnumMap<>(references);
    }

    boolean has(Standing standing) {
        return references.containsKey(standing);
    }

    List<OwnerReference> all(Standing standing) {
        return references.getOrDefault(standing, List.of());
    }

    List<String> uids(Standing... standings) {
        return Arrays.stream(standings)
                .flatMap(each -> all(each).stream())
                .map(OwnerReference::uid)
                .toList();
    }
}
