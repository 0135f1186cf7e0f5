package dev.hanse.machinery.object;

/// What `apiVersion` and `kind` of an object say together.
public record GroupVersionKind(String group, String version, String kind) {

    public GroupVersion groupVersion() {
        return new GroupVersion(group, version);
    }

    public String apiVersion() {
        return groupVersion().toString();
    }

    @Override
    public String toString() {
        return apiVersion() + ", Kind=" + kind;
    }
}
