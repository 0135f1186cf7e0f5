package dev.hanse.apiexports.api;

import dev.hanse.apiserver.read.ObjectIndex;
import java.util.List;
import java.util.Set;

/// What exports and bindings are looked up by besides their names, so that no lookup costs more
/// because other tenants have many of them.
public final class ExportIndexes {

    /// Exports by the identity that their objects are stored under.
    static final ObjectIndex EXPORTS_BY_IDENTITY =
            new ObjectIndex(
                    "export-identity",
                    "status.identityHash",
                    Apis.STORED_EXPORTS,
                    export -> term(export.status().path("identityHash").asText()));

    /// Bindings by [Apis#EXPORT_LABEL].
    static final ObjectIndex BINDINGS_BY_EXPORT =
            new ObjectIndex(
                    "binding-export",
                    "metadata.labels[" + Apis.EXPORT_LABEL + "]",
                    Apis.STORED_BINDINGS,
                    binding -> term(binding.label(Apis.EXPORT_LABEL).orElse("")));

    private ExportIndexes() {}

    /// What the store has to be opened with.
    public static List<ObjectIndex> all() {
        return List.of(EXPORTS_BY_IDENTITY, BINDINGS_BY_EXPORT);
    }

    private static Set<String> term(String value) {
        return value.isEmpty() ? Set.of() : Set.of(value);
    }
}
