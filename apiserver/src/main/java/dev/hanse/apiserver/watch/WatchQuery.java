package dev.hanse.apiserver.watch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a watch asks for besides a selection, as in `meta/v1 ListOptions`.
///
/// @param resourceVersion empty for the newest, `0` for any, otherwise everything after it
/// @param sendInitialEvents whether the present state comes first, closed by a bookmark (KEP-3157);
///   null when the client did not say, which means: as the resourceVersion implies
/// @param timeout when the server ends the watch
public record WatchQuery(
        String resourceVersion,
        boolean allowBookmarks,
        @Nullable Boolean sendInitialEvents,
        Duration timeout) {}
