package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.machinery.schema.SchemaCompiler;

/// Compiles policies, each content once: tenants that use the same policy share it. What is used
/// least is forgotten. Thread-safe.
public final class PolicyPrograms {

    private static final int KEPT = 2_000;

    private final PolicyLanguage language;
    private final Cache<JsonNode, PolicyProgram> programs =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    public PolicyPrograms(SchemaCompiler schemas) {
        this.language = new PolicyLanguage(schemas);
    }

    PolicyLanguage language() {
        return language;
    }

    /// @param spec of a policy
    PolicyProgram of(JsonNode spec) {
        return programs.get(spec, each -> new PolicyCompilation(language, each).program());
    }
}
