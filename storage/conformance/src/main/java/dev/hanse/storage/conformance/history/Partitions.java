package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Calls that touch the same keys, directly or through others, gathered together.
///
/// Linearizability is local: calls of different partitions can be ordered apart (Herlihy and Wing,
/// 1990).
final class Partitions {

    private final Map<Bytes, Bytes> parents = new HashMap<>();

    private Partitions() {}

    /// @param start keys there are before the first call
    static Collection<List<ValueCall>> of(List<ValueCall> calls, Set<Bytes> start) {
        var keys = new HashSet<>(start);
        calls.forEach(call -> keys.addAll(mentioned(call)));
        var partitions = new Partitions();
        for (var call : calls) {
            partitions.unite(call.touched(keys));
        }
        var gathered = new HashMap<Bytes, List<ValueCall>>();
        for (var call : calls) {
            for (var root : partitions.roots(call.touched(keys))) {
                gathered.computeIfAbsent(root, _ -> new ArrayList<>()).add(call);
            }
        }
        return gathered.values();
    }

    /// The keys a call names; a range names those it found.
    private static Set<Bytes> mentioned(ValueCall call) {
        return call instanceof ValueCall.Saw saw ? saw.values().keySet() : call.touched(Set.of());
    }

    private void unite(Set<Bytes> keys) {
        var all = keys.iterator();
        if (all.hasNext()) {
            var root = root(all.next());
            all.forEachRemaining(key -> parents.put(root(key), root));
        }
    }

    private Set<Bytes> roots(Set<Bytes> keys) {
        var roots = new HashSet<Bytes>();
        keys.forEach(key -> roots.add(root(key)));
        return roots;
    }

    private Bytes root(Bytes key) {
        var root = key;
        for (var parent = parents.get(root);
                parent != null && !parent.equals(root);
                parent = parents.get(root)) {
            root = parent;
        }
        return root;
    }
}
