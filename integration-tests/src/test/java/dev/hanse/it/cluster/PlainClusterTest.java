package dev.hanse.it.cluster;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.TestingPlainCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A test of one plain cluster. Its methods share one server, and so each uses names of its own.
@TestInstance(Lifecycle.PER_CLASS)
abstract class PlainClusterTest {

    static final String CORE = "/api/v1/namespaces/default/";
    static final String APPS = "/apis/apps/v1/namespaces/default/";

    TestingPlainCluster cluster;

    @BeforeAll
    void startServer() {
        cluster = open();
    }

    /// A subclass may ask for other options.
    TestingPlainCluster open() {
        return TestingPlainCluster.start();
    }

    @AfterAll
    void stopServer() {
        cluster.close();
    }

    Api api() {
        return cluster.admin();
    }

    /// Creates what `json` says; the kinds here are written without `apiVersion` and `kind`.
    Answer create(String path, String json) {
        return api().post(path, json);
    }

    /// A pod with one container.
    Answer createPod(String name, String more) {
        return create(
                CORE + "pods",
                """
                {"metadata": {"name": "%s", "labels": {"app": "%s"}},
                 "spec": {"containers": [{"name": "main", "image": "nginx"}]%s}}
                """
                        .formatted(name, name, more));
    }
}
