package dev.hanse.machinery.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hanse.machinery.status.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON in and out, as exact as the text was: integers of any size and decimals keep their digits.
public final class Json {

    /// Deeper documents are refused. Kubernetes allows 10,000, which only an attack needs.
    public static final int MAXIMUM_DEPTH = 1000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAXIMUM_DEPTH)
                                                    .build())
                                    .build())
                    .build();

    private Json() {}

    /// A document and the paths of fields that occur more than once, such as `spec.ports[0].name`.
    /// Of several values of one field the last one counts.
    public record Parsed(JsonNode tree, List<String> duplicateFields) {
        public Parsed {
            duplicateFields = List.copyOf(duplicateFields);
        }
    }

    /// Reads one document.
    ///
    /// @throws ApiException 400 if `bytes` are anything else
    public static JsonNode parse(byte[] bytes) {
        return parseReportingDuplicates(bytes).tree();
    }

    /// Reads one document and says which fields occur twice; the caller warns or refuses.
    ///
    /// @throws ApiException 400 if `bytes` are anything else
    public static Parsed parseReportingDuplicates(byte[] bytes) {
        return parse(bytes, 0, bytes.length);
    }

    static Parsed parse(byte[] bytes, int offset, int length) {
        // The parser itself reads overlong forms.
        if (!Unicode.isUtf8(bytes, offset, length)) {
            throw ApiException.badRequest("invalid JSON: not UTF-8");
        }
        try (var parser = MAPPER.createParser(bytes, offset, length)) {
            return new JsonTreeReader(parser).readDocument();
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "invalid JSON" + place(e.getLocation()) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /// The document without white space, fields in the tree's order.
    public static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    static JsonMapper mapper() {
        return MAPPER;
    }
}
