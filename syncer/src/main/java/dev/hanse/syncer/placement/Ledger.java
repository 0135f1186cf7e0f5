package dev.hanse.syncer.placement;

import dev.hanse.machinery.tenancy.ClusterName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where each order is, as the orders' labels said when they were last looked at: the one thing the
/// controllers remember, to know loads and whom a change concerns. Thread-safe.
final class Ledger {

    static final String NOWHERE = "";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<OrderId, String> places = new HashMap<>();
    private final Map<String, Integer> loads = new HashMap<>();

    /// @param key of the target, or [#NOWHERE]
    void put(OrderId order, String key) {
        lock.lock();
        try {
            var before = places.put(order, key);
            if (!Objects.equals(before, key)) {
                count(before, -1);
                count(key, 1);
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(OrderId order) {
        lock.lock();
        try {
            count(places.remove(order), -1);
        } finally {
            lock.unlock();
        }
    }

    /// How many orders are on the target.
    int load(String key) {
        lock.lock();
        try {
            return loads.getOrDefault(key, 0);
        } finally {
            lock.unlock();
        }
    }

    /// The orders on the target, or those that are nowhere.
    List<OrderId> on(String key) {
        lock.lock();
        try {
            return places.entrySet().stream()
                    .filter(each -> each.getValue().equals(key))
                    .map(Map.Entry::getKey)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    List<OrderId> in(ClusterName cluster) {
        lock.lock();
        try {
            return places.keySet().stream().filter(it -> it.cluster().equals(cluster)).toList();
        } finally {
            lock.unlock();
        }
    }

    List<OrderId> all() {
        lock.lock();
        try {
            return List.copyOf(places.keySet());
        } finally {
            lock.unlock();
        }
    }

    private void count(@Nullable String key, int change) {
        if (key != null) {
            loads.merge(key, change, Integer::sum);
            loads.remove(key, 0);
        }
    }
}
