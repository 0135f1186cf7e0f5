package dev.hanse.machinery.object;

/// A kind of resource regardless of version, by its plural name. The core group is the empty
/// string.
public record GroupResource(String group, String resource) implements Comparable<GroupResource> {

    public GroupVersionResource withVersion(String version) {
        return new GroupVersionResource(group, version, resource);
    }

    @Override
    public int compareTo(GroupResource other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : resource.compareTo(other.resource);
    }

    /// `pods` or `deployments.apps`, as kubectl and error messages write it.
    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
