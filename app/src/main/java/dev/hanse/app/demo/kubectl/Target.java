package dev.hanse.app.demo.kubectl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command is about: `TYPE`, `TYPE NAME` or `TYPE/NAME`.
///
/// @param name null for all objects of the type
record Target(ResourceType type, @Nullable String name) {

    static Target of(List<String> words, OfferedTypes types) {
        var first = words.getFirst();
        int slash = first.indexOf('/');
        if (slash > 0) {
            return new Target(types.called(first.substring(0, slash)), first.substring(slash + 1));
        }
        return new Target(types.called(first), words.size() > 1 ? words.get(1) : null);
    }

    /// @param namespace empty for all
    String path(String namespace) {
        var all = type.path(namespace);
        return name == null ? all : all + "/" + name;
    }
}
