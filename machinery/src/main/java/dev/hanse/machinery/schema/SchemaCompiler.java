package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Suppliers;
import dev.hanse.machinery.cel.CelConditions;
import dev.hanse.machinery.cel.CelEnvironment;
import dev.hanse.machinery.cel.CelShape;
import dev.hanse.machinery.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Turns OpenAPI v3 schemas into [CompiledSchema]s, each content once: equal schemas share one
/// compiled schema for as long as somebody uses it. Thread-safe; one per server.
public final class SchemaCompiler {

    private final Cache<String, CompiledSchema> schemas =
            Caffeine.newBuilder().weakValues().build();
    private final Cache<String, CelRules> rules;

    /// Takes a large part of a second to make, and many schemas have no rules.
    private final Supplier<CelEnvironment> environment = Suppliers.memoize(CelEnvironment::new);

    public SchemaCompiler() {
        this(1_000);
    }

    /// @param mostRuleSets how many schemas keep their compiled rules at hand
    public SchemaCompiler(int mostRuleSets) {
        this.rules = Caffeine.newBuilder().maximumSize(mostRuleSets).build();
    }

    /// Cheap: rules are compiled when the first object is validated. Does not judge the schema, see
    /// [#check].
    ///
    /// @param schema as in `openAPIV3Schema` of a CustomResourceDefinition; must not be changed
    ///   after
    public CompiledSchema compile(JsonNode schema) {
        var hash = hash(schema);
        return schemas.get(
                hash,
                _ -> {
                    var parts = build(hash, schema);
                    return new CompiledSchema(() -> parts);
                });
    }

    /// Compiles nothing, and does not even read the schema, before somebody uses it: for schemas
    /// that are there once and for all, many of which a server never meets an object of.
    public CompiledSchema compileOnUse(Supplier<? extends JsonNode> schema) {
        return new CompiledSchema(
                Suppliers.memoize(
                        () -> {
                            var tree = schema.get();
                            return build(hash(tree), tree);
                        }));
    }

    /// Judges a schema as Kubernetes judges that of a CustomResourceDefinition: it must be
    /// structural, its extensions must fit together, its defaults must be valid and its rules must
    /// compile and must not cost too much.
    ///
    /// @param path where the schema stands, for instance `spec.versions[0].schema.openAPIV3Schema`
    /// @return what is wrong, or an empty list
    public List<FieldError> check(JsonNode schema, String path) {
        return check(schema, path, false);
    }

    /// @param accepted whether the schema is in use already, perhaps since before there were limits
    ///   for single rules
    public List<FieldError> check(JsonNode schema, String path, boolean accepted) {
        var report = new Report();
        var at = FieldPath.of(path);
        SchemaForm.problems(schema, at).forEach(report::add);
        if (!report.isClean()) {
            return List.copyOf(report.errors());
        }
        new StructuralInvariants(report).check(schema, at);
        new ExtensionRules(report).check(schema, at);
        if (report.isClean()) {
            // Only a sound schema has a meaning that defaults and rules can be checked against.
            var root = SchemaNode.parse(schema);
            new DefaultRules(report).check(root, at);
            if (CelRules.areIn(root)) {
                var rules = rules(hash(schema), root);
                new CelRuleProblems(report).check(rules, root, null, at);
                new CelRuleCosts(report, accepted).check(rules, root, at);
            }
        }
        return List.copyOf(report.errors());
    }

    /// Compiles conditions about variables that are no part of one value with a schema, such as a
    /// request.
    ///
    /// @param variables a schema by name; an empty one for values of which nothing is known
    public CelConditions conditions(Map<String, Optional<SchemaNode>> variables) {
        return new CelConditions(
                Suppliers.memoize(
                        () -> {
                            var all = new CelShapes();
                            var shapes = new HashMap<String, CelShape>();
                            variables.forEach(
                                    (name, schema) ->
                                            shapes.put(
                                                    name,
                                                    schema.map(each -> all.of(each, name, false))
                                                            .orElse(CelShape.ANY)));
                            var language = environment.get().language().withTypes(all.types());
                            for (var each : shapes.entrySet()) {
                                language = language.with(each.getKey(), each.getValue());
                            }
                            return new CelConditions.Language(language, shapes);
                        }));
    }

    /// The language of rules and conditions, made when it is asked for the first time.
    public CelEnvironment environment() {
        return environment.get();
    }

    private CompiledSchema.Parts build(String hash, JsonNode schema) {
        var root = SchemaNode.parse(schema);
        return new CompiledSchema.Parts(
                root,
                DefaultedFields.of(root),
                NodeCheck.compile(schema),
                CelRules.areIn(root) ? () -> rules(hash, root) : null);
    }

    private CelRules rules(String hash, SchemaNode root) {
        return rules.get(hash, _ -> CelRules.compile(root, environment.get()));
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
