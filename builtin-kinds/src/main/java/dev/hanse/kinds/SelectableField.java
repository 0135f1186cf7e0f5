package dev.hanse.kinds;

import java.util.List;

/// A label that field selectors of a kind may use, beyond metadata.name and metadata.namespace.
///
/// @param label as written in a selector, for instance `involvedObject.kind`
/// @param jsonPaths where the value is; the first of them that is present and not empty counts
/// @param absent the text of a field that is not there: Go's zero values have one, such as `false`
public record SelectableField(String label, List<String> jsonPaths, String absent) {

    public SelectableField {
        jsonPaths = List.copyOf(jsonPaths);
    }
}
