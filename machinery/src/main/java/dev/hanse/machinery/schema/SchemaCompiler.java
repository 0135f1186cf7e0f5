package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns OpenAPI v3 schemas into [CompiledSchema]s, each content once: equal schemas share one
/// compiled schema for as long as somebody uses it. Thread-safe; one per server.
public final class SchemaCompiler {

    private final Cache<String, CompiledSchema> schemas =
            Caffeine.newBuilder().weakValues().build();
    private final Cache<String, CelRules> rules;

    public SchemaCompiler() {
        this(1_000);
    }

    /// @param mostRuleSets how many schemas keep their compiled rules at hand
    public SchemaCompiler(int mostRuleSets) {
        this.rules = Caffeine.newBuilder().maximumSize(mostRuleSets).build();
    }

    /// Cheap: rules are compiled when the first object is validated. Does not judge the schema, see
    /// [StructuralRules].
    ///
    /// @param schema as in `openAPIV3Schema` of a CustomResourceDefinition; must not be changed
    ///   after
    public CompiledSchema compile(JsonNode schema) {
        var hash = hash(schema);
        return schemas.get(hash, _ -> build(hash, schema));
    }

    private CompiledSchema build(String hash, JsonNode schema) {
        return new CompiledSchema(
                SchemaNode.parse(schema), NodeCheck.compile(schema), rules(hash, schema));
    }

    private @Nullable Supplier<CelRules> rules(String hash, JsonNode schema) {
        return null;
    }

    private static String hash(JsonNode schema) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(schema.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
