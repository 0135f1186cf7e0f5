package dev.hanse.workspaces.lifecycle;

import dev.hanse.workspaces.types.WorkspaceType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What has to happen in a logical cluster before it is ready, and before it goes.
record Lifecycle(List<String> initializers, List<String> terminators) {
    /// The initializer that creates the default bindings of the type.
    static final String BINDINGS = "system:apibindings";

    /// The initializer of the type that everything extends.
    static final String UNIVERSAL = "root:universal";

    Lifecycle {
        initializers = List.copyOf(initializers);
        terminators = List.copyOf(terminators);
    }

    /// @param aliases a type and everything it extends
    static Lifecycle of(List<WorkspaceType> aliases) {
        Set<String> initializers = new LinkedHashSet<>();
        Set<String> terminators = new LinkedHashSet<>();
        boolean bindings = false;
        for (var each : aliases) {
            if (each.isInitializer()) {
                initializers.add(each.lifecycleName());
            }
            if (each.isTerminator()) {
                terminators.add(each.lifecycleName());
            }
            bindings |= !each.defaultBindings().isEmpty();
        }
        // Last: what a type's own initializer sets up must not depend on bound APIs being there.
        if (bindings) {
            initializers.add(BINDINGS);
        }
        return new Lifecycle(new ArrayList<>(initializers), new ArrayList<>(terminators));
    }
}
