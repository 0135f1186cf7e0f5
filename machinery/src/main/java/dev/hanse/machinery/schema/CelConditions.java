package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.bundle.Cel;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Conditions in CEL about a few named values, such as the object and the request of an admission
/// webhook. Made by [SchemaCompiler]. Thread-safe; an expression is compiled once, however many
/// tenants write it, and forgotten when others are used more.
public final class CelConditions {

    private static final int KEPT = 1_000;

    private final Supplier<CelEnvironment> environment;
    private final Map<String, Optional<SchemaNode>> variables;
    private final Cache<String, Compiled> compiled =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private volatile Language language = Language.NONE;

    /// What an expression says about values.
    public sealed interface Answer {

        record Holds() implements Answer {}

        record HoldsNot() implements Answer {}

        /// It says nothing, because it could not be evaluated.
        record Failed(String reason) implements Answer {}
    }

    private static final Answer HOLDS = new Answer.Holds();
    private static final Answer HOLDS_NOT = new Answer.HoldsNot();

    private sealed interface Compiled {
        record Runs(Program program) implements Compiled {}

        record Wrong(String problem) implements Compiled {}
    }

    private record Language(Optional<Cel> cel, Map<String, CelShape> shapes) {
        static final Language NONE = new Language(Optional.empty(), Map.of());
    }

    CelConditions(
            Supplier<CelEnvironment> environment, Map<String, Optional<SchemaNode>> variables) {
        this.environment = environment;
        this.variables = Map.copyOf(variables);
    }

    /// Why `expression` is no condition, or empty.
    public Optional<String> problem(String expression) {
        return compile(expression) instanceof Compiled.Wrong(var problem)
                ? Optional.of(problem)
                : Optional.empty();
    }

    /// @param values of the variables; a missing one is null
    public Answer evaluate(String expression, Map<String, JsonNode> values) {
        return switch (compile(expression)) {
            case Compiled.Wrong(var problem) -> new Answer.Failed(problem);
            case Compiled.Runs(var program) -> run(program, values);
        };
    }

    private Answer run(Program program, Map<String, JsonNode> values) {
        var adapted = new HashMap<String, Object>();
        language()
                .shapes()
                .forEach(
                        (name, shape) -> {
                            var value = values.get(name);
                            adapted.put(name, value == null ? CelViews.NULL : shape.adapt(value));
                        });
        try {
            return Boolean.TRUE.equals(program.eval(adapted)) ? HOLDS : HOLDS_NOT;
        } catch (CelEvaluationException e) {
            return new Answer.Failed(CelFailures.words(e));
        } catch (IllegalArgumentException | ArithmeticException e) {
            // A text that cannot be the date, duration or bytes that its format promises.
            return new Answer.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Compiled compile(String expression) {
        return compiled.get(expression, this::build);
    }

    private Compiled build(String expression) {
        var cel = language().cel().orElseThrow();
        try {
            var ast = cel.compile(expression).getAst();
            var type = ast.getResultType();
            return type.equals(SimpleType.BOOL) || type.equals(SimpleType.DYN)
                    ? new Compiled.Runs(cel.createProgram(ast))
                    : new Compiled.Wrong("must evaluate to bool");
        } catch (CelValidationException e) {
            return new Compiled.Wrong("compilation failed: " + e.getMessage());
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked expression has no program", e);
        }
    }

    /// Made when the first condition is met: many servers have none, and the language is slow to
    /// make.
    private Language language() {
        var known = language;
        if (known.cel().isEmpty()) {
            known = makeLanguage();
            language = known;
        }
        return known;
    }

    private Language makeLanguage() {
        var all = new CelShapes();
        var shapes = new LinkedHashMap<String, CelShape>();
        var types = new LinkedHashMap<String, CelType>();
        variables.forEach(
                (name, schema) -> {
                    var shape = schema.map(each -> all.of(each, name, false)).orElse(CelShapes.ANY);
                    shapes.put(name, shape);
                    types.put(name, shape.type());
                });
        return new Language(Optional.of(environment.get().with(all.types(), types)), shapes);
    }
}
