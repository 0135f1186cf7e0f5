package dev.hanse.machinery.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.hanse.machinery.format.SemanticVersion;
import java.util.Optional;

/// Kubernetes' semver library: `semver`, `isSemver`, parts and comparison.
final class CelVersionFunctions {

    private static final CelType VERSION = OpaqueType.create("kubernetes.Semver");

    private CelVersionFunctions() {}

    static CelFunctions library() {
        var text = new CelFunctions.Parameter<>(SimpleType.STRING, String.class);
        var flag = new CelFunctions.Parameter<>(SimpleType.BOOL, Boolean.class);
        var self = new CelFunctions.Parameter<>(VERSION, SemanticVersion.class);
        return new CelFunctions()
                .function("semver", VERSION, text.type(), text.java(), x -> version(x, false))
                .function("semver", VERSION, text, flag, CelVersionFunctions::version)
                .function(
                        "isSemver",
                        SimpleType.BOOL,
                        text.type(),
                        text.java(),
                        x -> parse(x, false).isPresent())
                .function(
                        "isSemver", SimpleType.BOOL, text, flag, (x, y) -> parse(x, y).isPresent())
                .method("major", SimpleType.INT, VERSION, self.java(), SemanticVersion::major)
                .method("minor", SimpleType.INT, VERSION, self.java(), SemanticVersion::minor)
                .method("patch", SimpleType.INT, VERSION, self.java(), SemanticVersion::patch)
                .method("compareTo", SimpleType.INT, self, self, (x, y) -> (long) x.compareTo(y))
                .method("isLessThan", SimpleType.BOOL, self, self, (x, y) -> x.compareTo(y) < 0)
                .method("isGreaterThan", SimpleType.BOOL, self, self, (x, y) -> x.compareTo(y) > 0);
    }

    private static SemanticVersion version(String text, boolean normalize) {
        return parse(text, normalize)
                .orElseThrow(() -> new IllegalArgumentException("invalid semver \"" + text + "\""));
    }

    private static Optional<SemanticVersion> parse(String text, boolean normalize) {
        return normalize ? SemanticVersion.parseLenient(text) : SemanticVersion.parse(text);
    }
}
