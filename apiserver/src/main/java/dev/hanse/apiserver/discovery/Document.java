package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.rest.Representation;
import dev.hanse.kinds.protobuf.ProtobufEncoder;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A rendered document, ready to be sent to any number of clients.
final class Document {

    static final String JSON = "application/json";

    private final byte[] body;
    private final String contentType;
    private final String hash;

    private Document(byte[] body, String contentType, String hash) {
        this.body = body;
        this.contentType = contentType;
        this.hash = hash;
    }

    /// A document with a hash of its bytes.
    static Document of(JsonNode tree, String contentType) {
        var body = Json.write(tree);
        return new Document(body, contentType, ContentHash.hex(body));
    }

    /// A document with a hash that was known before it was rendered.
    static Document of(byte[] body, String contentType, String hash) {
        return new Document(body, contentType, hash);
    }

    /// The same in another format. Only small documents are converted whenever somebody asks.
    Document in(Representation.Format format) {
        if (format == Representation.Format.JSON) {
            return this;
        }
        var tree = (ObjectNode) Json.parse(body);
        var parameters = contentType.substring(JSON.length());
        // Documents of the core group do not name the version of their own kind.
        var converted =
                format == Representation.Format.YAML
                        ? Yaml.write(tree).getBytes(StandardCharsets.UTF_8)
                        : ProtobufEncoder.of(
                                        tree.path("apiVersion").asText("v1"),
                                        tree.path("kind").asText())
                                .orElseThrow()
                                .object(body);
        return new Document(converted, format.mediaType() + parameters, hash);
    }

    int size() {
        return body.length;
    }

    /// The plain answer.
    ApiResponse respond() {
        return ApiResponse.Body.of(200, contentType, body);
    }

    /// The answer to a client that may have the document already, in which case it is not sent
    /// again.
    ApiResponse respondUnlessKnown(ApiRequest request, Map<String, String> headers) {
        var etag = '"' + hash + '"';
        var all = new HashMap<String, List<String>>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        all.put("ETag", List.of(etag));
        all.put("Vary", List.of("Accept"));
        boolean known =
                request.headerValues("if-none-match").stream()
                        .flatMap(each -> List.of(each.split(",")).stream())
                        .map(String::strip)
                        .anyMatch(each -> each.equals(etag) || each.equals("*"));
        return known
                ? new ApiResponse.Body(304, contentType, List.of(), all)
                : new ApiResponse.Body(200, contentType, List.of(body), all);
    }
}
