package dev.hanse.apiserver.request;

import java.util.List;
import java.util.Map;

/// What goes back to the client.
public sealed interface ApiResponse {

    int code();

    /// Extra headers; content type and length are set from the other parts.
    Map<String, List<String>> headers();

    /// A body that exists in memory; parts are written one after the other.
    record Body(int code, String contentType, List<byte[]> parts, Map<String, List<String>> headers)
            implements ApiResponse {
        public Body {
            parts = List.copyOf(parts);
            headers = Map.copyOf(headers);
        }

        public static Body of(int code, String contentType, byte[] body) {
            return new Body(code, contentType, List.of(body), Map.of());
        }
    }

    /// Frames that come over time, until the source ends or the client leaves.
    record Stream(
            int code, String contentType, FrameSource frames, Map<String, List<String>> headers)
            implements ApiResponse {
        public Stream {
            headers = Map.copyOf(headers);
        }
    }
}
