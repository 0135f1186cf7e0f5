package dev.hanse.apiserver.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hanse.machinery.codec.GoJsonSyntax;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where the next page of a list starts, in Kubernetes' form: base64url of
/// `{"v":"meta.k8s.io/v1","rv":…,"start":…}`, with the start relative to the list's range.
///
/// @param revision that of the first page; negative to go on at whatever is the newest
record ContinueToken(long revision, Bytes start) {

    private static final long NEWEST = -1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "meta.k8s.io/v1";

    /// @throws ApiException 400 when the token is not one of this list's
    static ContinueToken parse(String token, Range range) {
        var json = decode(token);
        var version = json.path("v").asText();
        if (!version.equals(VERSION)) {
            throw invalid("server does not recognize this encoded version " + version);
        }
        var start = json.path("start").asText();
        if (start.isEmpty() || json.path("rv").asLong() == 0) {
            throw invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        }
        var key = Bytes.utf8(range.start().utf8() + start);
        if (start.contains("../") || !range.contains(key)) {
            throw invalid(start);
        }
        return new ContinueToken(json.path("rv").asLong(), key);
    }

    private static JsonNode decode(String token) {
        byte[] text;
        try {
            text = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException _) {
            throw invalid("illegal base64 data at input byte " + firstForeign(token));
        }
        try {
            return JSON.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw invalid(GoJsonSyntax.problem(text).orElse(e.getOriginalMessage()));
        }
    }

    private static int firstForeign(String token) {
        int at = 0;
        while (at < token.length()
                && (Character.isLetterOrDigit(token.charAt(at))
                        || "-_".indexOf(token.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    /// Goes on at the same place, in what is there now.
    ContinueToken inconsistent() {
        return new ContinueToken(NEWEST, start);
    }

    boolean isInconsistent() {
        return revision < 0;
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

    private static ApiException invalid(String problem) {
        return ApiException.badRequest(
                "invalid continue token: continue key is not valid: " + problem);
    }
}
