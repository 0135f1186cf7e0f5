package dev.hanse.it.clients;

import dev.hanse.it.Api;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingWorkspace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The workspace's owner is no administrator of the server.
@TestInstance(Lifecycle.PER_CLASS)
class HelmInWorkspaceTest extends HelmStory {

    private TestingControlPlane plane;
    private TestingWorkspace workspace;

    @BeforeAll
    void start() {
        plane = TestingControlPlane.onEmbeddedStore();
        workspace = plane.workspaceOf("alice", "helm");
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    @Override
    Api api() {
        return workspace.api();
    }

    @Override
    String kubeconfig() {
        return plane.kubeconfig(workspace.api());
    }
}
