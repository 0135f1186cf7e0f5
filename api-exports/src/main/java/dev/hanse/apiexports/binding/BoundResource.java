package dev.hanse.apiexports.binding;

import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.machinery.object.GroupResource;
import org.jspecify.annotations.Nullable;

/// A resource that a logical cluster serves because of a binding.
///
/// @param schemaUid of the schema in use; see [dev.hanse.apiexports.schema.BoundSchemas]
/// @param identity hash of the export it came from; where its objects are stored
/// @param binding the name of the binding
/// @param export null in a binding that never was bound
/// @param terminating whether the binding is being deleted
public record BoundResource(
        GroupResource resource,
        String schemaUid,
        String identity,
        String binding,
        @Nullable ExportReference export,
        boolean terminating) {}
