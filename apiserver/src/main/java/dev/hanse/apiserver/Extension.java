package dev.hanse.apiserver;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.Jurisdiction;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.observe.ServerPath;
import dev.hanse.apiserver.view.View;
import java.util.List;

/// What another module adds to the server. Asked once, while the server is assembled.
public interface Extension {

    /// Resources beyond the built-in profile and custom resources.
    default List<ResourceSource> resources() {
        return List.of();
    }

    /// Authorizers before RBAC of the cluster itself, in order.
    default List<Authorizer> authorizers() {
        return List.of();
    }

    default List<AdmissionPlugin> admission() {
        return List.of();
    }

    /// Whose policies and webhooks judge the objects of which resources.
    default List<Jurisdiction> jurisdictions() {
        return List.of();
    }

    default List<View> views() {
        return List.of();
    }

    /// Paths of the server itself.
    default List<ServerPath> serverPaths() {
        return List.of();
    }

    /// Creates what must exist before the server is ready, then starts controllers. Runs once the
    /// server accepts in-process calls, before it reports ready.
    default void start(ServerHandle server) {}

    /// Stops what [#start] started.
    default void stop() {}
}
