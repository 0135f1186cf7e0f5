package dev.hanse.machinery.cel;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.HomogeneousLiteralValidator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The [CelEnvironment] with variables. Immutable and thread-safe.
public final class CelLanguage {

    private static final String COMPOSED = "variables";

    /// Functions whose arguments may mix types; the second is what `sortBy` becomes.
    private static final List<String> MIXED = List.of("format", "lists.@sortByAssociatedKeys");

    /// What dev.cel adds to the words that users know.
    private static final Pattern CANDIDATES =
            Pattern.compile(" \\(candidates: .*\\)$", Pattern.MULTILINE);

    private final CelEnvironment environment;
    private final CelTypes types;
    private final Map<String, CelType> variables;

    /// Made when the first expression is compiled: that is slow, and many languages are steps to
    /// others.
    private final Supplier<Cel> cel;

    CelLanguage(CelEnvironment environment, CelTypes types, Map<String, CelType> variables) {
        this.environment = environment;
        this.types = types;
        this.variables = Map.copyOf(variables);
        this.cel = Suppliers.memoize(() -> environment.cel(types, this.variables));
    }

    /// This language with more object types.
    public CelLanguage withTypes(CelTypes more) {
        var all = new HashMap<>(types.byName());
        all.putAll(more.byName());
        return new CelLanguage(environment, CelTypes.of(all), variables);
    }

    /// This language with one more variable.
    public CelLanguage with(String name, CelShape shape) {
        return with(name, shape.type());
    }

    /// This language with the variables `authorizer` and `authorizer.requestResource`.
    public CelLanguage withAuthorizer() {
        return with("authorizer", CelAuthorizer.TYPE)
                .with("authorizer.requestResource", CelAuthorizer.RESOURCE_TYPE);
    }

    /// This language with `variables`, an object of what other expressions evaluate to.
    public CelLanguage withComposed(Map<String, CelProgram> programs) {
        var fields = ImmutableMap.copyOf(Maps.transformValues(programs, CelProgram::type));
        var type =
                StructType.create(
                        "~" + COMPOSED,
                        fields.keySet(),
                        name -> Optional.ofNullable(fields.get(name)));
        return withTypes(CelTypes.of(Map.of(type.name(), type))).with(COMPOSED, type);
    }

    private CelLanguage with(String name, CelType type) {
        var all = new HashMap<>(variables);
        all.put(name, type);
        return new CelLanguage(environment, types, all);
    }

    /// Slow: milliseconds.
    public CelProgram compile(String expression) throws CelProblemException {
        return compile(language -> checked(language, language.compile(expression).getAst()));
    }

    /// An expression that may make patches: `JSONPatch{...}` and `Object{...}`.
    public CelProgram compilePatch(String expression) throws CelProblemException {
        return compile(
                language ->
                        language.check(CelPatchTypes.asMaps(language.parse(expression).getAst()))
                                .getAst());
    }

    private static CelAbstractSyntaxTree checked(Cel cel, CelAbstractSyntaxTree ast)
            throws CelValidationException {
        return CelValidatorFactory.standardCelValidatorBuilder(cel)
                .addAstValidators(
                        new CelLiteralCheck(), HomogeneousLiteralValidator.newInstance(MIXED))
                .build()
                .validate(ast)
                .getAst();
    }

    @FunctionalInterface
    private interface Compilation {
        CelAbstractSyntaxTree of(Cel cel) throws CelValidationException, CelProblemException;
    }

    private CelProgram compile(Compilation compilation) throws CelProblemException {
        try {
            return CelProgram.of(compilation.of(cel.get()), cel.get());
        } catch (CelValidationException e) {
            throw CelProblemException.of(
                    CANDIDATES.matcher(String.valueOf(e.getMessage())).replaceAll(""), e);
        }
    }
}
