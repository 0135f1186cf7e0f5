package dev.hanse.machinery.apply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An immutable set of field paths, as a tree. A path may be in the set without the paths above or
/// below it.
public final class FieldSet {

    private static final FieldSet EMPTY = new FieldSet(new TreeSet<>(), new TreeMap<>());

    private final NavigableSet<PathElement> members;

    /// INVARIANT: no child is empty.
    private final NavigableMap<PathElement, FieldSet> children;

    private FieldSet(
            NavigableSet<PathElement> members, NavigableMap<PathElement, FieldSet> children) {
        this.members = members;
        this.children = children;
    }

    public static FieldSet empty() {
        return EMPTY;
    }

    static FieldSet of(Set<PathElement> members, NavigableMap<PathElement, FieldSet> children) {
        var full = new TreeMap<>(children);
        full.values().removeIf(FieldSet::isEmpty);
        return members.isEmpty() && full.isEmpty()
                ? EMPTY
                : new FieldSet(new TreeSet<>(members), full);
    }

    /// The set of the paths written as names with dots between.
    static FieldSet ofFields(String... paths) {
        var set = new Builder();
        for (var path : paths) {
            var elements = new ArrayList<PathElement>();
            for (var name : path.split("\\.", -1)) {
                elements.add(new PathElement.Field(name));
            }
            set.add(elements);
        }
        return set.build();
    }

    public boolean isEmpty() {
        return members.isEmpty() && children.isEmpty();
    }

    boolean contains(List<PathElement> path) {
        @Nullable FieldSet at = this;
        for (int i = 0; i < path.size() - 1 && at != null; i++) {
            at = at.children.get(path.get(i));
        }
        return at != null && !path.isEmpty() && at.members.contains(path.getLast());
    }

    /// Whether the path of one element is in the set.
    boolean contains(PathElement element) {
        return members.contains(element);
    }

    /// The paths below `element`, without it.
    FieldSet below(PathElement element) {
        return children.getOrDefault(element, EMPTY);
    }

    NavigableSet<PathElement> members() {
        return Collections.unmodifiableNavigableSet(members);
    }

    NavigableMap<PathElement, FieldSet> children() {
        return Collections.unmodifiableNavigableMap(children);
    }

    FieldSet union(FieldSet other) {
        var merged = new TreeSet<>(members);
        merged.addAll(other.members);
        return of(merged, combined(other, elements(other), FieldSet::union));
    }

    FieldSet intersection(FieldSet other) {
        var common = new TreeSet<>(members);
        common.retainAll(other.members);
        return of(common, combined(other, children.keySet(), FieldSet::intersection));
    }

    /// The paths that are not in `other`. A path above or below one of `other` stays.
    FieldSet difference(FieldSet other) {
        var rest = new TreeSet<>(members);
        rest.removeAll(other.members);
        return of(rest, combined(other, children.keySet(), FieldSet::difference));
    }

    /// The paths that are neither in `other` nor below a path of it.
    FieldSet recursiveDifference(FieldSet other) {
        var rest = new TreeSet<>(members);
        rest.removeAll(other.members);
        var below = combined(other, children.keySet(), FieldSet::recursiveDifference);
        below.keySet().removeAll(other.members);
        return of(rest, below);
    }

    /// Every path, those of one level before the longer ones.
    List<List<PathElement>> paths() {
        var found = new ArrayList<List<PathElement>>();
        collect(List.of(), found);
        return found;
    }

    private void collect(List<PathElement> prefix, List<List<PathElement>> found) {
        for (var member : members) {
            found.add(append(prefix, member));
        }
        children.forEach((element, below) -> below.collect(append(prefix, element), found));
    }

    private static List<PathElement> append(List<PathElement> prefix, PathElement element) {
        var path = new ArrayList<>(prefix);
        path.add(element);
        return path;
    }

    private Set<PathElement> elements(FieldSet other) {
        var all = new TreeSet<>(children.keySet());
        all.addAll(other.children.keySet());
        return all;
    }

    private NavigableMap<PathElement, FieldSet> combined(
            FieldSet other,
            Set<PathElement> elements,
            BiFunction<FieldSet, FieldSet, FieldSet> combine) {
        var combined = new TreeMap<PathElement, FieldSet>();
        for (var element : elements) {
            combined.put(element, combine.apply(below(element), other.below(element)));
        }
        return combined;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet that
                && members.equals(that.members)
                && children.equals(that.children);
    }

    @Override
    public int hashCode() {
        return 31 * members.hashCode() + children.keySet().hashCode();
    }

    /// One path a line, as in Kubernetes' messages.
    @Override
    public String toString() {
        return paths().stream().map(FieldSet::text).collect(Collectors.joining("\n"));
    }

    static String text(List<PathElement> path) {
        return path.stream().map(PathElement::toString).collect(Collectors.joining());
    }

    /// Collects paths. Not thread-safe.
    static final class Builder {

        private final Set<PathElement> members = new TreeSet<>();
        private final TreeMap<PathElement, Builder> children = new TreeMap<>();

        /// Adds a path. Nobody can own the whole object, so the empty path is left out.
        void add(List<PathElement> path) {
            if (path.isEmpty()) {
                return;
            }
            var at = this;
            for (var element : path.subList(0, path.size() - 1)) {
                at = at.children.computeIfAbsent(element, _ -> new Builder());
            }
            at.members.add(path.getLast());
        }

        FieldSet build() {
            var built = new TreeMap<PathElement, FieldSet>();
            children.forEach((element, child) -> built.put(element, child.build()));
            return of(members, built);
        }
    }
}
