package dev.hanse.workspaces.api;

import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.KubeObject;

/// Makes something servable of a CustomResourceDefinition document. Thread-safe.
public interface KindCompiler {

    /// @param crd a CustomResourceDefinition whose schemas are valid
    /// @param contentId what the result is interned by
    /// @param segment see [ResourceDefinition#segment]
    ResourceDefinition compile(
            KubeObject crd, String contentId, String segment, Converter converter, Strategy strategy);
}
