package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.read.Selection;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.registry.ResourceForm;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.FieldSelector;
import dev.hanse.storage.Entry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Selects by the fields of the version that a request names, whichever the objects are stored at.
///
/// @param convert whether a selected field may be another one in another version
record SelectedObjects(Supplier<ServedResource> resource, StoredForm form, boolean convert)
        implements Selection.Objects {

    /// @param resource as it is when an object is looked at
    static SelectedObjects of(
            Supplier<ServedResource> resource, StoredForm form, Optional<FieldSelector> selector) {
        boolean convert =
                selector.stream()
                        .flatMap(each -> each.requirements().stream())
                        .anyMatch(each -> !each.field().startsWith("metadata."));
        return new SelectedObjects(resource, form, convert);
    }

    @Override
    public KubeObject stored(Entry entry) {
        return new ResourceForm(form, resource.get().definition()).object(entry);
    }

    @Override
    public List<KubeObject> shown(List<KubeObject> stored) {
        if (!convert) {
            return stored;
        }
        return resource.get().present(stored.stream().map(KubeObject::json).toList()).stream()
                .map(KubeObject::new)
                .toList();
    }

    @Override
    public String field(KubeObject shown, String label) {
        return switch (label) {
            case "metadata.name" -> shown.name();
            case "metadata.namespace" -> shown.namespace();
            default ->
                    resource.get()
                            .version()
                            .selectableField(label)
                            .map(each -> each.in(shown))
                            .orElse("");
        };
    }
}
