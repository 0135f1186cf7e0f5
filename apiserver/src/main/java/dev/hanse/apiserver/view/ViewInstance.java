package dev.hanse.apiserver.view;

import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.selector.LabelSelector;
import java.util.List;
import java.util.Optional;

/// One virtual workspace: which resources it shows, which of their objects, and to whom.
///
/// A view is a filter over the same catalog, registry and watch. Its authorizer replaces the one of
/// the clusters it looks into, so it must decide completely.
public interface ViewInstance {

    /// What the view serves, whichever cluster is asked.
    List<ResourceDefinition> resources();

    /// The labels an object must carry to be seen through this view; empty when all are seen.
    Optional<LabelSelector> filter(ResourceDefinition resource);

    Decision authorize(Attributes attributes);
}
