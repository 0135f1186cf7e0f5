package dev.hanse.storage.encryption;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What nobody changed is passed on as it is, not copied.
final class Unchanged {

    private Unchanged() {}

    /// The list itself when `change` returns each element itself.
    static <T> List<T> orChanged(List<T> elements, UnaryOperator<T> change) {
        boolean same = true;
        var changed = new ArrayList<T>(elements.size());
        for (var element : elements) {
            var each = change.apply(element);
            same &= isSame(each, element);
            changed.add(each);
        }
        return same ? elements : changed;
    }

    /// Identity is what is asked: equal values in other objects were copied.
    @SuppressWarnings("ReferenceEquality")
    static boolean isSame(@Nullable Object one, @Nullable Object other) {
        return one == other;
    }
}
