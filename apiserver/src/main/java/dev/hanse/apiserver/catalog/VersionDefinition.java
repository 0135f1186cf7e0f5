package dev.hanse.apiserver.catalog;

import dev.hanse.machinery.schema.CompiledSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One version of a resource.
///
/// @param deprecationWarning what clients of a deprecated version are told, or empty
/// @param scale paths of the scale subresource, or null when there is none
/// @param selectableFields beyond metadata.name and metadata.namespace
public record VersionDefinition(
        String name,
        boolean served,
        String deprecationWarning,
        CompiledSchema schema,
        boolean hasStatus,
        @Nullable Scale scale,
        List<Column> columns,
        List<SelectableField> selectableFields) {

    public VersionDefinition {
        columns = List.copyOf(columns);
        selectableFields = List.copyOf(selectableFields);
    }

    public VersionDefinition with(List<Column> otherColumns) {
        return new VersionDefinition(
                name,
                served,
                deprecationWarning,
                schema,
                hasStatus,
                scale,
                otherColumns,
                selectableFields);
    }

    /// The field that a selector calls `label`.
    public Optional<SelectableField> selectableField(String label) {
        return selectableFields.stream().filter(each -> each.label().equals(label)).findFirst();
    }

    /// JSON paths as in `CustomResourceSubresourceScale`.
    public record Scale(
            String specReplicasPath, String statusReplicasPath, String labelSelectorPath) {}
}
