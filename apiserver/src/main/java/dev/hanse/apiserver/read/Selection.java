package dev.hanse.apiserver.read;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.FieldSelector;
import dev.hanse.machinery.selector.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Which objects of a range a reader wants.
///
/// @param labels all of them must match
/// @param fieldValue reads a selectable field of an object
public record Selection(
        List<LabelSelector> labels,
        Optional<FieldSelector> fields,
        BiFunction<KubeObject, String, String> fieldValue) {

    public static final Selection EVERYTHING =
            new Selection(List.of(), Optional.empty(), (_, _) -> "");

    public Selection {
        labels = List.copyOf(labels);
    }

    /// Whether nobody asked to filter, so that stored bytes can be served without parsing.
    public boolean isEverything() {
        return labels.isEmpty() && fields.isEmpty();
    }

    public boolean matches(KubeObject object) {
        if (!labels.isEmpty()) {
            var present = object.labels();
            for (var selector : labels) {
                if (!selector.matches(present)) {
                    return false;
                }
            }
        }
        return fields.isEmpty() || fields.get().matches(field -> fieldValue.apply(object, field));
    }
}
