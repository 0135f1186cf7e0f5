package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;
import java.time.Instant;

/// Objects and requests to test strategies with.
final class TestingObject {

    private TestingObject() {}

    static ObjectNode of(String yaml) {
        return (ObjectNode) Yaml.parse(yaml);
    }

    static RequestContext request(String method, String path) {
        return new RequestContext(
                User.of("jane", "developers"),
                ClusterScope.of(new ClusterName("here")),
                RequestInfo.parse(method, path, Query.EMPTY),
                null,
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofMinutes(1));
    }
}
