package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// How a client's request turns a stored object into the one it wants.
public sealed interface Change {

    /// PUT: this object instead.
    record Replace(ObjectNode object) implements Change {}

    /// PATCH: a function of the stored object at the request's version; may be called again on a
    /// newer one.
    record Patch(Edit edit) implements Change {}

    /// PATCH with an apply configuration: server-side apply.
    record Apply(ObjectNode configuration) implements Change {}

    interface Edit {
        /// @param current a copy of the stored object; may be edited and returned
        ObjectNode apply(ObjectNode current);
    }

    /// Whether an object of the kind is created when there is none.
    default boolean creates(Strategy strategy) {
        return switch (this) {
            case Apply _ -> true;
            case Replace _ -> strategy.createdByUpdate();
            case Patch _ -> false;
        };
    }
}
