package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.util.List;
import java.util.Map;

/// Failures as answers, in a format the client can read.
public final class Failures {

    private Failures() {}

    public static ApiResponse.Body answer(ApiException e, ApiRequest request) {
        var status = e.status();
        var format = Representation.ofStatus(request.headerValues("accept"));
        return new ApiResponse.Body(
                status.code(),
                format.mediaType(),
                List.of(Rendering.bytes(status.toJson(), format)),
                headers(status));
    }

    private static Map<String, List<String>> headers(Status status) {
        var details = status.details();
        return details != null && details.retryAfterSeconds() > 0
                ? Map.of("Retry-After", List.of(Integer.toString(details.retryAfterSeconds())))
                : Map.of();
    }
}
