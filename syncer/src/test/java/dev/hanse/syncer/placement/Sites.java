package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;

/// Objects for tests, in the words of a test.
final class Sites {

    private Sites() {}

    static KubeObject target(String name, String labels, String spec) {
        return object(
                "{apiVersion: workload.kcp.io/v1alpha1, kind: SyncTarget, metadata: {name: "
                        + name
                        + ", labels: "
                        + labels
                        + ", annotations: {kcp.io/cluster: sites}}, spec: "
                        + spec
                        + "}");
    }

    static KubeObject connected(KubeObject target) {
        return target.with(
                json ->
                        json.withArray("/status/conditions")
                                .addObject()
                                .put("type", "Connected")
                                .put("status", "True"));
    }

    static KubeObject location(String name, String labels, String instanceSelector) {
        return object(
                "{apiVersion: scheduling.kcp.io/v1alpha1, kind: Location, metadata: {name: "
                        + name
                        + ", labels: "
                        + labels
                        + "}, spec: {instanceSelector: "
                        + instanceSelector
                        + "}}");
    }

    static KubeObject placement(String name, String spec) {
        return object(
                "{apiVersion: scheduling.kcp.io/v1alpha1, kind: Placement, metadata: {name: "
                        + name
                        + "}, spec: "
                        + spec
                        + "}");
    }

    static KubeObject object(String yaml) {
        return new KubeObject((ObjectNode) Yaml.parse(yaml));
    }
}
