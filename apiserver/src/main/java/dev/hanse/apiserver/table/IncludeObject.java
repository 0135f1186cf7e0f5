package dev.hanse.apiserver.table;

import dev.hanse.machinery.status.ApiException;

/// How much of each object comes with its row, as in `meta/v1 TableOptions`.
public enum IncludeObject {
    NONE,
    METADATA,
    OBJECT;

    /// Reads the query parameter; the metadata is the default.
    ///
    /// @throws ApiException 400 for anything else
    public static IncludeObject parse(String value) {
        return switch (value) {
            case "", "Metadata" -> METADATA;
            case "None" -> NONE;
            case "Object" -> OBJECT;
            default ->
                    throw ApiException.badRequest(
                            "Unable to convert to Table as requested: includeObject: Invalid value:"
                                    + " \""
                                    + value
                                    + "\": must be 'Metadata', 'Object', 'None', or empty");
        };
    }
}
