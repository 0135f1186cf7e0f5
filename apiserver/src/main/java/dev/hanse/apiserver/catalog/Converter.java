package dev.hanse.apiserver.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Converts an object of one resource between its versions.
public interface Converter {

    /// Versions that differ in nothing but `apiVersion`.
    Converter NONE =
            new Converter() {
                @Override
                public ObjectNode convert(ObjectNode object, String group, String toVersion) {
                    object.put("apiVersion", group.isEmpty() ? toVersion : group + "/" + toVersion);
                    return object;
                }

                @Override
                public boolean changesOnlyApiVersion() {
                    return true;
                }
            };

    /// The object at `toVersion`, including its `apiVersion`. May edit and return its argument.
    ObjectNode convert(ObjectNode object, String group, String toVersion);

    /// Many objects at once, for converters that have to ask somebody: the objects at `toVersion`,
    /// in their order. May edit and return its arguments.
    default List<ObjectNode> convertAll(List<ObjectNode> objects, String group, String toVersion) {
        return objects.stream().map(each -> convert(each, group, toVersion)).toList();
    }

    /// Whether stored bytes may be served at another version by replacing `apiVersion` alone.
    default boolean changesOnlyApiVersion() {
        return false;
    }
}
