package dev.hanse.machinery.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The language that rules are written in: standard CEL with the extensions and Kubernetes' own
/// functions, no more and no less than Kubernetes 1.36 has (apiserver/pkg/cel/environment).
/// Immutable; made once, because that is slow.
///
/// <https://kubernetes.io/docs/reference/using-api/cel/>
public final class CelEnvironment {

    /// The string extension as of version 2, which Kubernetes has; `reverse` came later.
    private static final Set<CelStringExtensions.Function> TEXT_FUNCTIONS =
            EnumSet.complementOf(EnumSet.of(CelStringExtensions.Function.REVERSE));

    private final Cel base;

    public CelEnvironment() {
        var options =
                CelOptions.current()
                        .enableOptionalSyntax(true)
                        .enableHeterogeneousNumericComparisons(true)
                        .build();
        // Not the planner: it copies every variable deeply before it evaluates.
        var builder =
                CelFactory.legacyCelBuilder()
                        .setOptions(options)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addCompilerLibraries(
                                CelExtensions.optional(),
                                CelExtensions.strings(TEXT_FUNCTIONS),
                                CelExtensions.lists(),
                                CelExtensions.sets(options),
                                CelExtensions.comprehensions())
                        .addRuntimeLibraries(
                                CelExtensions.optional(),
                                CelExtensions.strings(TEXT_FUNCTIONS),
                                CelExtensions.lists(),
                                CelExtensions.sets(options),
                                CelExtensions.comprehensions());
        for (var library : libraries()) {
            builder.addFunctionDeclarations(ImmutableList.copyOf(library.declarations()))
                    .addFunctionBindings(ImmutableList.copyOf(library.bindings()));
        }
        this.base = builder.build();
    }

    /// The language without variables.
    public CelLanguage language() {
        return new CelLanguage(this, CelTypes.of(Map.of()), Map.of());
    }

    Cel cel(CelTypes types, Map<String, CelType> variables) {
        var builder = base.toCelBuilder().setTypeProvider(types);
        variables.forEach(builder::addVar);
        return builder.build();
    }

    /// `jsonpatch.escapeKey`: a key as a segment of a JSON Pointer (RFC 6901).
    private static CelFunctions patches() {
        return new CelFunctions()
                .function(
                        "jsonpatch.escapeKey",
                        SimpleType.STRING,
                        SimpleType.STRING,
                        String.class,
                        key -> key.replace("~", "~0").replace("/", "~1"));
    }

    private static List<CelFunctions> libraries() {
        return List.of(
                CelListFunctions.library(),
                CelTextFunctions.library(),
                CelUrlFunctions.library(),
                CelAddressFunctions.library(),
                CelQuantityFunctions.library(),
                CelVersionFunctions.library(),
                CelFormatFunctions.library(),
                CelAuthorizerFunctions.library(),
                patches());
    }
}
