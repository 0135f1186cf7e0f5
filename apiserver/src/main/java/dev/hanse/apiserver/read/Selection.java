package dev.hanse.apiserver.read;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.FieldSelector;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.storage.Entry;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which objects of a range a reader wants.
///
/// @param labels all of them must match
/// @param objects what the reader would see of stored objects
public record Selection(
        List<LabelSelector> labels, Optional<FieldSelector> fields, Objects objects) {

    /// How stored objects are looked at.
    public interface Objects {

        /// The object as it is stored, with metadata as everybody sees it.
        KubeObject stored(Entry entry);

        /// Stored objects at the version whose fields are selected, in their order. May edit its
        /// arguments.
        List<KubeObject> shown(List<KubeObject> stored);

        /// The text of a selectable field.
        String field(KubeObject shown, String label);
    }

    /// Looks at nothing.
    private static final Objects UNSEEN =
            new Objects() {
                @Override
                public KubeObject stored(Entry entry) {
                    throw new IllegalStateException("nobody asked to filter");
                }

                @Override
                public List<KubeObject> shown(List<KubeObject> stored) {
                    return stored;
                }

                @Override
                public String field(KubeObject shown, String label) {
                    return "";
                }
            };

    public static final Selection EVERYTHING = new Selection(List.of(), Optional.empty(), UNSEEN);

    public Selection {
        labels = List.copyOf(labels);
    }

    /// Whether nobody asked to filter, so that stored bytes can be served without parsing.
    public boolean isEverything() {
        return labels.isEmpty() && fields.isEmpty();
    }

    /// Those that match, in their order.
    public List<Entry> of(List<Entry> entries) {
        if (isEverything()) {
            return entries;
        }
        var labelled = entries.stream().map(each -> new Seen(each, objects.stored(each)));
        var candidates = labelled.filter(each -> hasLabels(each.object())).toList();
        if (fields.isEmpty()) {
            return candidates.stream().map(Seen::entry).toList();
        }
        // Together, because they may have to be converted by somebody else.
        var shown = objects.shown(candidates.stream().map(Seen::object).toList());
        return IntStream.range(0, shown.size())
                .filter(i -> fields.get().matches(label -> objects.field(shown.get(i), label)))
                .mapToObj(i -> candidates.get(i).entry())
                .toList();
    }

    private record Seen(Entry entry, KubeObject object) {}

    public boolean matches(Entry entry) {
        return isEverything() || !of(List.of(entry)).isEmpty();
    }

    private boolean hasLabels(KubeObject object) {
        if (labels.isEmpty()) {
            return true;
        }
        var present = object.labels();
        return labels.stream().allMatch(each -> each.matches(present));
    }
}
