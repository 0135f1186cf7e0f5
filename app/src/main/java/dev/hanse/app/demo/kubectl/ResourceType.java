package dev.hanse.app.demo.kubectl;

import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;
import java.util.Locale;

/// A kind of objects that a server offers, and what people may call it.
record ResourceType(
        GroupVersionKind kind,
        String plural,
        String singular,
        List<String> shortNames,
        boolean namespaced) {

    ResourceType {
        shortNames = List.copyOf(shortNames);
    }

    boolean isCalled(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(plural)
                || lower.equals(singular)
                || lower.equals(kind.kind().toLowerCase(Locale.ROOT))
                || lower.equals(plural + "." + kind.group())
                || shortNames.contains(lower);
    }

    /// `kind.group`, as kubectl writes in front of a name.
    String qualifiedKind() {
        var name = kind.kind().toLowerCase(Locale.ROOT);
        return kind.group().isEmpty() ? name : name + "." + kind.group();
    }

    String qualifiedName(String name) {
        return qualifiedKind() + "/" + name;
    }

    /// The path of all objects, in one namespace or in all.
    ///
    /// @param namespace empty for all; not looked at for cluster-wide types
    String path(String namespace) {
        var root = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
        var place = namespaced && !namespace.isEmpty() ? "/namespaces/" + namespace : "";
        return root + kind.version() + place + "/" + plural;
    }
}
