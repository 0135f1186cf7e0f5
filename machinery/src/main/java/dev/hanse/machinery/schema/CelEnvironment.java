package dev.hanse.machinery.schema;

import com.google.common.collect.ImmutableList;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Map;

/// The language that rules are written in: standard CEL with the extensions and Kubernetes' own
/// functions. Immutable; made once, because that is slow.
///
/// <https://kubernetes.io/docs/reference/using-api/cel/>
final class CelEnvironment {

    /// CEL for Java counts no costs; this bounds what a rule can burn.
    private static final int MOST_ITERATIONS = 1_000_000;

    private final Cel base;

    CelEnvironment() {
        var options =
                CelOptions.current()
                        .enableOptionalSyntax(true)
                        .enableHeterogeneousNumericComparisons(true)
                        .comprehensionMaxIterations(MOST_ITERATIONS)
                        .build();
        // Not the planner: it copies every variable deeply before it evaluates.
        var builder =
                CelFactory.legacyCelBuilder()
                        .setOptions(options)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addCompilerLibraries(
                                CelExtensions.optional(),
                                CelExtensions.bindings(),
                                CelExtensions.strings(),
                                CelExtensions.lists(),
                                CelExtensions.math(),
                                CelExtensions.sets(options),
                                CelExtensions.encoders(options),
                                CelExtensions.comprehensions())
                        .addRuntimeLibraries(
                                CelExtensions.optional(),
                                CelExtensions.strings(),
                                CelExtensions.lists(),
                                CelExtensions.math(),
                                CelExtensions.sets(options),
                                CelExtensions.encoders(options),
                                CelExtensions.comprehensions());
        for (var library : libraries()) {
            builder.addFunctionDeclarations(ImmutableList.copyOf(library.declarations()))
                    .addFunctionBindings(ImmutableList.copyOf(library.bindings()));
        }
        this.base = builder.build();
    }

    /// The language with `self` and `oldSelf` of the given types.
    Cel with(CelTypeProvider types, CelType self, CelType oldSelf) {
        return base.toCelBuilder()
                .setTypeProvider(types)
                .addVar("self", self)
                .addVar("oldSelf", oldSelf)
                .build();
    }

    /// The language with variables of any number and type.
    Cel with(CelTypeProvider types, Map<String, CelType> variables) {
        var builder = base.toCelBuilder().setTypeProvider(types);
        variables.forEach(builder::addVar);
        return builder.build();
    }

    private static List<CelFunctions> libraries() {
        return List.of(
                CelListFunctions.library(),
                CelTextFunctions.library(),
                CelUrlFunctions.library(),
                CelAddressFunctions.library(),
                CelQuantityFunctions.library());
    }
}
