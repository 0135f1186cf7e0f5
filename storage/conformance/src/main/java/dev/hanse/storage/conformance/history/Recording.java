package dev.hanse.storage.conformance.history;

import java.util.List;

/// What clients and cursors saw of a store, each list in no particular order.
public record Recording(List<Call> calls, List<Following> followings) {

    public Recording {
        calls = List.copyOf(calls);
        followings = List.copyOf(followings);
    }
}
