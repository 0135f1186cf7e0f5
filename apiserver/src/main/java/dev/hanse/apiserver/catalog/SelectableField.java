package dev.hanse.apiserver.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;

/// What a field selector may name, and the text it is compared with.
///
/// @param label as written in a selector, for instance `spec.engine`
/// @param places where the value is; the first of them that is present and not empty counts
/// @param absent the text of a field that is not there: Go's zero values have one, such as `false`
public record SelectableField(String label, List<JsonPointer> places, String absent) {

    public SelectableField {
        places = List.copyOf(places);
    }

    /// @param paths dotted, for instance `.spec.engine`
    public static SelectableField of(String label, List<String> paths, String absent) {
        var places = paths.stream().map(each -> JsonPointer.compile(each.replace('.', '/')));
        return new SelectableField(label, places.toList(), absent);
    }

    public String in(KubeObject object) {
        for (var place : places) {
            var text = object.json().at(place).asText();
            if (!text.isEmpty()) {
                return text;
            }
        }
        return absent;
    }
}
