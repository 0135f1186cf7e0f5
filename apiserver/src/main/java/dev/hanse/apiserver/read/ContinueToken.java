package dev.hanse.apiserver.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where the next page of a list starts, in Kubernetes' form: base64url of
/// `{"v":"meta.k8s.io/v1","rv":…,"start":…}`, with the start relative to the list's range.
record ContinueToken(long revision, Bytes start) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "meta.k8s.io/v1";

    /// @throws ApiException 400 when the token is not one of this list's
    static ContinueToken parse(String token, Range range) {
        try {
            var json =
                    JSON.readTree(
                            new String(
                                    Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            var start = json.path("start").asText();
            if (!json.path("v").asText().equals(VERSION)
                    || start.isEmpty()
                    || json.path("rv").asLong() <= 0) {
                throw invalid();
            }
            var key = Bytes.utf8(range.start().utf8() + start);
            if (!range.contains(key)) {
                throw invalid();
            }
            return new ContinueToken(json.path("rv").asLong(), key);
        } catch (JsonProcessingException | IllegalArgumentException _) {
            throw invalid();
        }
    }

    String encode(Range range) {
        var json =
                JSON.createObjectNode()
                        .put("v", VERSION)
                        .put("rv", revision)
                        .put("start", start.utf8().substring(range.start().utf8().length()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ApiException invalid() {
        return ApiException.badRequest("continue key is not valid: invalid continue token");
    }
}
