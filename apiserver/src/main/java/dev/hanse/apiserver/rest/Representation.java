package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.request.MediaRange;
import dev.hanse.kinds.protobuf.ProtobufDecoder;
import dev.hanse.machinery.status.ApiException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a client wants to see objects: the format, and whether as they are, as a table or as
/// metadata only.
///
/// @param metaVersion group and version of tables and of metadata
public record Representation(Format format, View view, String metaVersion) {

    /// What the bytes are.
    public enum Format {
        JSON("application/json"),
        YAML("application/yaml"),
        PROTOBUF(ProtobufDecoder.MEDIA_TYPE);

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

    private static final String META_GROUP = "meta.k8s.io";
    private static final String META_V1 = META_GROUP + "/v1";

    /// Versions of tables and metadata; only the version's name differs.
    private static final List<String> META_VERSIONS = List.of("v1", "v1beta1");

    static final Representation PLAIN_JSON = new Representation(Format.JSON, View.OBJECT, META_V1);

    private static final String ALL_TYPES =
            "application/json, application/yaml, " + ProtobufDecoder.MEDIA_TYPE;
    private static final String PROTOBUF_STREAM = ProtobufDecoder.MEDIA_TYPE + ";stream=watch";

    /// The first representation the client accepts that the server has.
    ///
    /// @param hasProtobuf whether whole objects can be protobuf, as custom resources cannot;
    ///   metadata always can, and tables never
    /// @throws ApiException 406 when there is none
    public static Representation negotiate(List<String> acceptHeaders, boolean hasProtobuf) {
        var accepted = MediaRange.accepted(acceptHeaders);
        if (accepted.isEmpty()) {
            return PLAIN_JSON;
        }
        for (var range : accepted) {
            for (var format : Format.values()) {
                var view = view(range);
                if (range.includes(format.mediaType())
                        && view.isPresent()
                        && isOffered(format, view.get(), hasProtobuf)
                        && isKnownStream(range, format)) {
                    var version = range.parameter("v");
                    return new Representation(
                            format,
                            view.get(),
                            version.isEmpty() ? META_V1 : META_GROUP + "/" + version);
                }
            }
        }
        throw notAcceptable(ALL_TYPES);
    }

    /// As [#negotiate], for a watch. YAML has no frames: who likes it best is refused.
    static Representation negotiateStream(List<String> acceptHeaders, boolean hasProtobuf) {
        var streams = "application/json;stream=watch, " + PROTOBUF_STREAM;
        Representation found;
        try {
            found = negotiate(acceptHeaders, hasProtobuf);
        } catch (ApiException e) {
            throw e.code() == 406 ? notAcceptable(streams) : e;
        }
        if (found.format() == Format.YAML) {
            throw notAcceptable(streams);
        }
        return found;
    }

    /// The format of a document that has no other representations.
    ///
    /// @throws ApiException 406 when the client accepts none
    public static Format negotiateFormat(List<String> acceptHeaders) {
        return MediaRange.accepted(acceptHeaders).isEmpty()
                ? Format.JSON
                : plainFormat(acceptHeaders).orElseThrow(() -> notAcceptable(ALL_TYPES));
    }

    /// How an object is shown that is never stored, such as a review: whole, for there is neither a
    /// table of such objects nor anything to know about them but what they say.
    ///
    /// @throws ApiException 406 when the client accepts nothing else
    static Representation ofAnswer(List<String> acceptHeaders) {
        return new Representation(negotiateFormat(acceptHeaders), View.OBJECT, META_V1);
    }

    /// The format of an error. A client that can read none of them gets JSON: hiding the error
    /// behind the failed negotiation would help nobody.
    static Format ofStatus(List<String> acceptHeaders) {
        return plainFormat(acceptHeaders).orElse(Format.JSON);
    }

    private static Optional<Format> plainFormat(List<String> acceptHeaders) {
        return MediaRange.accepted(acceptHeaders).stream()
                .filter(range -> view(range).equals(Optional.of(View.OBJECT)))
                .flatMap(
                        range ->
                                Arrays.stream(Format.values())
                                        .filter(format -> range.includes(format.mediaType())))
                .findFirst();
    }

    private static boolean isOffered(Format format, View view, boolean hasProtobuf) {
        return format != Format.PROTOBUF
                || switch (view) {
                    case OBJECT -> hasProtobuf;
                    case TABLE -> false;
                    case PARTIAL_METADATA -> true;
                };
    }

    private static boolean isKnownStream(MediaRange range, Format format) {
        var stream = range.parameter("stream");
        return stream.isEmpty() || (stream.equals("watch") && format != Format.YAML);
    }

    /// What a range asks to be shown; empty if no server shows that.
    private static Optional<View> view(MediaRange range) {
        var as = range.parameter("as");
        var group = range.parameter("g");
        var version = range.parameter("v");
        if (as.isEmpty() && group.isEmpty() && version.isEmpty()) {
            return Optional.of(View.OBJECT);
        }
        if (!group.equals(META_GROUP) || !META_VERSIONS.contains(version)) {
            return Optional.empty();
        }
        return switch (as) {
            case "Table" -> Optional.of(View.TABLE);
            case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                    Optional.of(View.PARTIAL_METADATA);
            default -> Optional.empty();
        };
    }

    private static ApiException notAcceptable(String types) {
        return ApiException.notAcceptable("only the following media types are accepted: " + types);
    }

    /// For answers that are always one object as it is, such as a Status.
    Representation plain() {
        return new Representation(format, View.OBJECT, META_V1);
    }

    /// The content type of a watch.
    String streamType() {
        return format == Format.PROTOBUF ? PROTOBUF_STREAM : format.mediaType();
    }
}
