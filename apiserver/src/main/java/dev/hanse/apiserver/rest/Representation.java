package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.request.MediaRange;
import dev.hanse.machinery.status.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client wants to see objects: the format, and whether as they are, as a table or as
/// metadata only.
public record Representation(Format format, View view) {

    /// What the bytes are.
    public enum Format {
        JSON("application/json"),
        YAML("application/yaml");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /// What is shown of an object.
    public enum View {
        OBJECT,
        TABLE,
        PARTIAL_METADATA
    }

    static final Representation PLAIN_JSON = new Representation(Format.JSON, View.OBJECT);

    /// The first representation the client accepts that the server has.
    ///
    /// @throws ApiException 406 when there is none
    public static Representation negotiate(List<String> acceptHeaders) {
        var accepted = MediaRange.accepted(acceptHeaders);
        if (accepted.isEmpty()) {
            return PLAIN_JSON;
        }
        for (var range : accepted) {
            var format = format(range.type());
            if (format == null) {
                continue;
            }
            var as = range.parameter("as");
            if (as.isEmpty()) {
                return new Representation(format, View.OBJECT);
            }
            if (!range.parameter("g").equals("meta.k8s.io") || !range.parameter("v").equals("v1")) {
                continue;
            }
            switch (as) {
                case "Table" -> {
                    return new Representation(format, View.TABLE);
                }
                case "PartialObjectMetadata", "PartialObjectMetadataList" -> {
                    return new Representation(format, View.PARTIAL_METADATA);
                }
                default -> {}
            }
        }
        throw ApiException.notAcceptable(
                "only the following media types are accepted: application/json, application/yaml");
    }

    /// For answers that are always one object as it is, such as a Status.
    Representation plain() {
        return new Representation(format, View.OBJECT);
    }

    private static @Nullable Format format(String type) {
        return switch (type) {
            case "application/json", "application/*", "*/*" -> Format.JSON;
            case "application/yaml" -> Format.YAML;
            default -> null;
        };
    }
}
