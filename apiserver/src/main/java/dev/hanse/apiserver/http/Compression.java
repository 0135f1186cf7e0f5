package dev.hanse.apiserver.http;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Compresses large answers for clients that say they take it. Limit and level are those of
/// Kubernetes, for which a fast network must not become slower (KEP-156).
final class Compression {
    private static final int LARGE = 128 * 1024;
    private static final int BUFFER = 16 * 1024;

    private Compression() {}

    static ApiResponse compressed(ApiRequest request, ApiResponse answer) {
        return answer instanceof ApiResponse.Body body && isLarge(body) && takesGzip(request)
                ? gzip(body)
                : answer;
    }

    private static boolean isLarge(ApiResponse.Body body) {
        return body.parts().stream().mapToLong(each -> each.length).sum() > LARGE;
    }

    private static boolean takesGzip(ApiRequest request) {
        return request.headerValues("accept-encoding").stream()
                .flatMap(each -> Arrays.stream(each.split(",", -1)))
                .anyMatch(each -> each.strip().equals("gzip"));
    }

    private static ApiResponse gzip(ApiResponse.Body body) {
        var out = new ByteArrayOutputStream(LARGE / 4);
        try (var gzip = new FastGzip(out)) {
            for (var part : body.parts()) {
                gzip.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var headers = new HashMap<>(body.headers());
        headers.put("Content-Encoding", List.of("gzip"));
        var vary = new ArrayList<>(headers.getOrDefault("Vary", List.of()));
        vary.add("Accept-Encoding");
        headers.put("Vary", vary);
        return new ApiResponse.Body(
                body.code(), body.contentType(), List.of(out.toByteArray()), headers);
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
