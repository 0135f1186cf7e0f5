package dev.hanse.machinery.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.common.types.SimpleType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Conditions in CEL about a few named values, such as the object and the request of an admission
/// webhook, and about what somebody may do. Thread-safe; an expression is compiled once, however
/// many tenants write it, and forgotten when others are used more.
public final class CelConditions {

    private static final int KEPT = 1_000;

    private final Supplier<Language> language;
    private final Cache<String, Compiled> compiled =
            Caffeine.newBuilder().maximumSize(KEPT).build();

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
        record Runs(CelProgram program) implements Compiled {}

        record Wrong(String problem) implements Compiled {}
    }

    /// @param shapes of the variables
    public record Language(CelLanguage language, Map<String, CelShape> shapes) {
        public Language {
            shapes = Map.copyOf(shapes);
        }
    }

    /// @param language the same one at every call; asked for when the first condition is met,
    ///   because many servers have none
    public CelConditions(Supplier<Language> language) {
        this.language = language;
    }

    /// Why `expression` is no condition, or empty.
    public Optional<String> problem(String expression) {
        return compile(expression) instanceof Compiled.Wrong(var problem)
                ? Optional.of(problem)
                : Optional.empty();
    }

    /// What an expression is about.
    ///
    /// @param values of the variables; a missing one is null
    /// @param authorizers the values of `authorizer` and `authorizer.requestResource`
    /// @param budget for everything that is evaluated with these
    public record Given(
            Map<String, JsonNode> values, Map<String, Object> authorizers, CelBudget budget) {
        public Given {
            values = Map.copyOf(values);
            authorizers = Map.copyOf(authorizers);
        }
    }

    public Answer evaluate(String expression, Given given) {
        return switch (compile(expression)) {
            case Compiled.Wrong(var problem) -> new Answer.Failed(problem);
            case Compiled.Runs(var program) -> run(program, given);
        };
    }

    private Answer run(CelProgram program, Given given) {
        var adapted = new HashMap<String, Object>(given.authorizers());
        language.get()
                .shapes()
                .forEach(
                        (name, shape) -> {
                            var value = given.values().get(name);
                            adapted.put(name, value == null ? CelViews.NULL : shape.adapt(value));
                        });
        try {
            var value = program.evaluate(adapted, given.budget());
            return Boolean.TRUE.equals(value) ? HOLDS : HOLDS_NOT;
        } catch (CelFailedException e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Compiled compile(String expression) {
        return compiled.get(expression, this::build);
    }

    private Compiled build(String expression) {
        try {
            var program = language.get().language().withAuthorizer().compile(expression);
            var type = program.type();
            return type.equals(SimpleType.BOOL) || type.equals(SimpleType.DYN)
                    ? new Compiled.Runs(program)
                    : new Compiled.Wrong("must evaluate to bool");
        } catch (CelProblemException e) {
            return new Compiled.Wrong(String.valueOf(e.getMessage()));
        }
    }
}
