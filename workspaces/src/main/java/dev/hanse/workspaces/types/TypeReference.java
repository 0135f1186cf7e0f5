package dev.hanse.workspaces.types;

/// A workspace type by the path of its workspace and its name, written `root:universal`.
///
/// @param path empty when it is still to be found
public record TypeReference(String path, String name) {

    /// Reads `path:name`; a bare name has no path.
    public static TypeReference parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new TypeReference("", text)
                : new TypeReference(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return path.isEmpty() ? name : path + ":" + name;
    }
}
