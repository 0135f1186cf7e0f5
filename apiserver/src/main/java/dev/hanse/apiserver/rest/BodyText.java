package dev.hanse.apiserver.rest;

import dev.hanse.machinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The text of a body, for what is said about it when it cannot be read.
final class BodyText {

    private static final int SHOWN = 30;

    private final byte[] bytes;
    private final String kind;

    /// @param kind what it should have been
    BodyText(byte[] bytes, String kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /// @param problem why not even the kind of the object can be told
    ApiException unrecognized(String problem) {
        return ApiException.badRequest(
                "the object provided is unrecognized (must be of type "
                        + kind
                        + "): "
                        + problem
                        + " ("
                        + summary()
                        + ")");
    }

    ApiException notJson(String problem) {
        return unrecognized("couldn't get version/kind; json parse error: " + problem);
    }

    private String summary() {
        if (bytes.length == 0) {
            return "<empty>";
        }
        int length = Math.min(SHOWN, bytes.length);
        var shown =
                bytes[0] == '{'
                        ? new String(bytes, 0, length, StandardCharsets.UTF_8)
                        : HexFormat.of().formatHex(bytes, 0, length);
        return bytes.length > SHOWN ? shown + " ..." : shown;
    }
}
