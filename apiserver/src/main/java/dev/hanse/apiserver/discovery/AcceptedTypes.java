package dev.hanse.apiserver.discovery;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.MediaRange;
import java.util.List;
import java.util.Map;

/// What a client's `Accept` header says, best first. No header accepts everything.
record AcceptedTypes(List<MediaRange> types) {

    private static final MediaRange ANYTHING = new MediaRange("*/*", Map.of(), 1);

    static AcceptedTypes of(ApiRequest request) {
        var types = MediaRange.accepted(request.headerValues("accept"));
        return new AcceptedTypes(types.isEmpty() ? List.of(ANYTHING) : types);
    }
}
