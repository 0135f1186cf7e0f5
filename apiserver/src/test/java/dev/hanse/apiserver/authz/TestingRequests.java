package dev.hanse.apiserver.authz;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Requests as the pipeline hands them on.
final class TestingRequests {

    static final ClusterName HERE = new ClusterName("here");

    private TestingRequests() {}

    static ApiRequest withHeaders(Map<String, List<String>> headers) {
        return new ApiRequest(
                "GET", "/", Query.EMPTY, headers, Bytes.EMPTY, List.of(), "192.0.2.1");
    }

    static RequestContext by(User user) {
        return new RequestContext(
                user,
                ClusterScope.of(HERE),
                RequestInfo.parse("POST", "/", Query.EMPTY),
                null,
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofMinutes(1));
    }
}
