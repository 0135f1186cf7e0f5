package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Members by the range they care about, found by any key inside it.
///
/// A treap ordered by range start (then end), in which every node knows the furthest end below it:
/// finding the members of a key skips whole subtrees that end before it. Adding, removing and
/// finding take logarithmic time, plus one step for each member found. Not thread-safe.
final class RangeTree<T> {

    private static final class Node<T> {
        final Range range;
        final int priority;
        final Set<T> members = new HashSet<>();
        @Nullable Node<T> left;
        @Nullable Node<T> right;

        /// The furthest end in this subtree; null means no end.
        @Nullable Bytes furthest;

        Node(Range range, int priority) {
            this.range = range;
            this.priority = priority;
            this.furthest = range.end();
        }

        Node<T> refreshed() {
            furthest = further(range.end(), further(furthestOf(left), furthestOf(right)));
            return this;
        }

        private @Nullable Bytes furthestOf(@Nullable Node<T> child) {
            return child == null ? Bytes.EMPTY : child.furthest;
        }

        private static @Nullable Bytes further(@Nullable Bytes one, @Nullable Bytes other) {
            if (one == null || other == null) {
                return null;
            }
            return one.compareTo(other) >= 0 ? one : other;
        }
    }

    private final SplittableRandom random = new SplittableRandom();
    private @Nullable Node<T> root;

    void add(Range range, T member) {
        root = add(root, range, member);
    }

    void remove(Range range, T member) {
        root = remove(root, range, member);
    }

    boolean isEmpty() {
        return root == null;
    }

    /// Calls `found` with every member whose range contains `key`.
    void find(Bytes key, Consumer<T> found) {
        find(root, key, found);
    }

    void forEach(Consumer<T> action) {
        forEach(root, action);
    }

    private Node<T> add(@Nullable Node<T> node, Range range, T member) {
        if (node == null) {
            var leaf = new Node<T>(range, random.nextInt());
            leaf.members.add(member);
            return leaf;
        }
        int order = compare(range, node.range);
        if (order == 0) {
            node.members.add(member);
            return node;
        }
        if (order < 0) {
            var left = add(node.left, range, member);
            node.left = left;
            return left.priority > node.priority ? raiseLeft(node, left) : node.refreshed();
        }
        var right = add(node.right, range, member);
        node.right = right;
        return right.priority > node.priority ? raiseRight(node, right) : node.refreshed();
    }

    private static <T> Node<T> raiseLeft(Node<T> node, Node<T> left) {
        node.left = left.right;
        left.right = node.refreshed();
        return left.refreshed();
    }

    private static <T> Node<T> raiseRight(Node<T> node, Node<T> right) {
        node.right = right.left;
        right.left = node.refreshed();
        return right.refreshed();
    }

    private @Nullable Node<T> remove(@Nullable Node<T> node, Range range, T member) {
        if (node == null) {
            return null;
        }
        int order = compare(range, node.range);
        if (order == 0) {
            node.members.remove(member);
            return node.members.isEmpty() ? join(node.left, node.right) : node;
        }
        if (order < 0) {
            node.left = remove(node.left, range, member);
        } else {
            node.right = remove(node.right, range, member);
        }
        return node.refreshed();
    }

    /// One tree of two, of which every range of `low` sorts before every range of `high`.
    private static <T> @Nullable Node<T> join(@Nullable Node<T> low, @Nullable Node<T> high) {
        if (low == null) {
            return high;
        }
        if (high == null) {
            return low;
        }
        if (low.priority > high.priority) {
            low.right = join(low.right, high);
            return low.refreshed();
        }
        high.left = join(low, high.left);
        return high.refreshed();
    }

    private static <T> void find(@Nullable Node<T> node, Bytes key, Consumer<T> found) {
        if (node == null || endsBefore(node.furthest, key)) {
            return;
        }
        find(node.left, key, found);
        if (node.range.start().compareTo(key) <= 0) {
            if (!endsBefore(node.range.end(), key)) {
                node.members.forEach(found);
            }
            find(node.right, key, found);
        }
    }

    private static <T> void forEach(@Nullable Node<T> node, Consumer<T> action) {
        if (node != null) {
            forEach(node.left, action);
            node.members.forEach(action);
            forEach(node.right, action);
        }
    }

    private static boolean endsBefore(@Nullable Bytes end, Bytes key) {
        return end != null && end.compareTo(key) <= 0;
    }

    private static int compare(Range one, Range other) {
        int byStart = one.start().compareTo(other.start());
        if (byStart != 0) {
            return byStart;
        }
        var end = one.end();
        var otherEnd = other.end();
        if (end == null || otherEnd == null) {
            return Boolean.compare(end == null, otherEnd == null);
        }
        return end.compareTo(otherEnd);
    }
}
