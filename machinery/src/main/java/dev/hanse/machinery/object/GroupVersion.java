package dev.hanse.machinery.object;

/// An API group at a version. The core group is the empty string.
public record GroupVersion(String group, String version) {

    /// Reads `v1` or `apps/v1`.
    public static GroupVersion parse(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        if (slash < 0) {
            return new GroupVersion("", apiVersion);
        }
        return new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }

    public GroupVersionKind withKind(String kind) {
        return new GroupVersionKind(group, version, kind);
    }

    public GroupVersionResource withResource(String resource) {
        return new GroupVersionResource(group, version, resource);
    }

    /// The form of `apiVersion` in objects.
    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
