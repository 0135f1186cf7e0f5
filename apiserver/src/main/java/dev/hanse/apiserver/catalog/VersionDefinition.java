package dev.hanse.apiserver.catalog;

import dev.hanse.machinery.schema.CompiledSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a resource.
///
/// @param deprecationWarning what clients of a deprecated version are told, or empty
/// @param scale paths of the scale subresource, or null when there is none
/// @param selectableFields field paths beyond metadata.name and metadata.namespace, for instance
///   `spec.engine`
public record VersionDefinition(
        String name,
        boolean served,
        String deprecationWarning,
        CompiledSchema schema,
        boolean hasStatus,
        @Nullable Scale scale,
        List<Column> columns,
        List<String> selectableFields) {

    public VersionDefinition {
        columns = List.copyOf(columns);
        selectableFields = List.copyOf(selectableFields);
    }

    /// JSON paths as in `CustomResourceSubresourceScale`.
    public record Scale(
            String specReplicasPath, String statusReplicasPath, String labelSelectorPath) {}
}
