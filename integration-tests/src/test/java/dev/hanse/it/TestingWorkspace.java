package dev.hanse.it;

/// A workspace that is ready.
///
/// @param path such as `root:acme`
/// @param cluster the name of its logical cluster
/// @param owner who created it, not yet in any cluster
public record TestingWorkspace(String path, String cluster, Api owner) {

    /// The owner, in this workspace.
    public Api api() {
        return owner.in(path);
    }

    /// Creates a namespace and returns the path of its objects of the core group.
    public String namespace(String name) {
        api().post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"" + name + "\"}}")
                .expect(201);
        return "/api/v1/namespaces/" + name;
    }
}
