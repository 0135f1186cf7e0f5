package dev.hanse.workspaces.types;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which types may lie inside which: the rules of all aliases of both sides apply, and each rule is
/// satisfied by any alias of the other side.
public final class Nesting {

    private Nesting() {}

    /// Why a workspace with the aliases `child` may not lie in one with the aliases `parent`; empty
    /// when it may. The first alias of each is the type itself.
    public static Optional<String> problem(List<WorkspaceType> parent, List<WorkspaceType> child) {
        for (var each : child) {
            var limit = each.allowedParents();
            if (limit.none()) {
                return Optional.of(
                        "workspace type " + each.reference() + " cannot have any parent");
            }
            if (forbids(limit, parent)) {
                return Optional.of(mismatch(child, each, limit, "parent", parent));
            }
        }
        for (var each : parent) {
            var limit = each.allowedChildren();
            if (limit.none()) {
                return Optional.of("workspace type " + each.reference() + " cannot have any child");
            }
            if (forbids(limit, child)) {
                return Optional.of(mismatch(parent, each, limit, "child", child));
            }
        }
        return Optional.empty();
    }

    private static boolean forbids(WorkspaceType.Limit limit, List<WorkspaceType> others) {
        return !limit.isUnlimited()
                && others.stream().noneMatch(each -> limit.allowed().contains(each.reference()));
    }

    private static String mismatch(
            List<WorkspaceType> side,
            WorkspaceType rule,
            WorkspaceType.Limit limit,
            String what,
            List<WorkspaceType> others) {
        var type = side.getFirst();
        var inherited = type.equals(rule) ? "" : " extends " + rule.reference();
        return "workspace type %s%s only allows [%s] %s workspaces, but %s type %s only implements [%s]"
                .formatted(
                        type.reference(),
                        inherited,
                        join(limit.allowed()),
                        what,
                        what,
                        others.getFirst().reference(),
                        join(others.stream().map(WorkspaceType::reference).toList()));
    }

    private static String join(List<TypeReference> references) {
        return references.stream().map(TypeReference::toString).collect(Collectors.joining(" "));
    }
}
