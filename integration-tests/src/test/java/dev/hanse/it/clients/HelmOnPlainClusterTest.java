package dev.hanse.it.clients;

import dev.hanse.it.Api;
import dev.hanse.it.TestingPlainCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class HelmOnPlainClusterTest extends HelmStory {

    private TestingPlainCluster cluster;

    @BeforeAll
    void start() {
        cluster = TestingPlainCluster.start();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    Api api() {
        return cluster.admin();
    }

    @Override
    String kubeconfig() {
        return cluster.kubeconfig();
    }
}
