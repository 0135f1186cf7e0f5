package dev.hanse.machinery.cel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How large the values of a schema node can be: what the worst cost of a rule is derived from.
///
/// @param most characters, bytes, items or entries; 0 for what has no size
/// @param smallest bytes of such a value in JSON
/// @param fields of an object, by the names that rules use
/// @param item of a list, or value of a map; null for everything else
public record CelExtent(
        long most,
        long smallest,
        boolean isMap,
        Map<String, CelExtent> fields,
        @Nullable CelExtent item) {

    /// Keys of maps: Kubernetes does not ask how long they are.
    private static final CelExtent KEY = scalar(0, 2);

    public CelExtent {
        fields = Map.copyOf(fields);
    }

    public static CelExtent scalar(long most, long smallest) {
        return new CelExtent(most, smallest, false, Map.of(), null);
    }

    /// What a path leads to whose first part is the variable; null if nobody knows.
    ///
    /// @param path of field names, and of the marks of [CelSizes] for what is in a container
    @Nullable CelExtent at(List<String> path) {
        CelExtent at = this;
        for (var part : path.subList(1, path.size())) {
            if (at != null) {
                at = at.below(part);
            }
        }
        return at;
    }

    private @Nullable CelExtent below(String part) {
        return switch (part) {
            case CelSizes.ITEMS, CelSizes.VALUES -> item;
            case CelSizes.KEYS -> isMap ? KEY : null;
            default -> fields.get(part);
        };
    }
}
