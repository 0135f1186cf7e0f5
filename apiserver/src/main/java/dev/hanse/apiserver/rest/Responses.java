package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.RequestContext;
import java.util.List;
import java.util.Map;

/// Responses with what the request collected on its way.
final class Responses {

    private Responses() {}

    static ApiResponse of(int code, Rendering rendering, byte[] body, RequestContext context) {
        return parts(code, rendering, List.of(body), context);
    }

    static ApiResponse parts(
            int code, Rendering rendering, List<byte[]> parts, RequestContext context) {
        return new ApiResponse.Body(
                code, rendering.representation().format().mediaType(), parts, warnings(context));
    }

    /// Warning headers by RFC 7234, with Kubernetes' code 299 and no agent.
    static Map<String, List<String>> warnings(RequestContext context) {
        if (context.warnings().isEmpty()) {
            return Map.of();
        }
        return Map.of(
                "Warning",
                context.warnings().stream()
                        .map(text -> "299 - \"" + escaped(text) + "\"")
                        .toList());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replaceAll("[\\x00-\\x1f\\x7f]", " ");
    }
}
