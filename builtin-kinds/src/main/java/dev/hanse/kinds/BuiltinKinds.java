package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The built-in kinds of a profile.
public final class BuiltinKinds {
    private BuiltinKinds() {}

    /// Reads the names and facts of all kinds of a profile. Schemas are read when asked for, so
    /// callers should keep the result.
    public static List<BuiltinKind> profile(Profile profile) {
        var reader = new KindReader(new SchemaFiles());
        var kinds = new ArrayList<BuiltinKind>();
        for (var file : profile.files()) {
            resource(file + ".json").forEach(each -> kinds.add(reader.read(each)));
        }
        return List.copyOf(kinds);
    }

    private static JsonNode resource(String name) {
        try (var stream = BuiltinKinds.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build did not write " + name);
            }
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
