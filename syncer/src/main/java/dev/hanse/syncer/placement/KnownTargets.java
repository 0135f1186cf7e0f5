package dev.hanse.syncer.placement;

import dev.hanse.syncer.api.Condition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What was last found out about each target's connection, by target key. Thread-safe.
final class KnownTargets {

    private final Map<String, Condition> connected = new ConcurrentHashMap<>();

    /// @return whether that is news
    boolean put(String key, Condition condition) {
        return !condition.equals(connected.put(key, condition));
    }

    void remove(String key) {
        connected.remove(key);
    }

    Optional<Condition> connection(String key) {
        return Optional.ofNullable(connected.get(key));
    }
}
