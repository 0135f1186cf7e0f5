package dev.hanse.syncer.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.mapping.SyncTargetRef;
import org.junit.jupiter.api.Test;

class WorkerCopyTest {

    private static final NamespaceLocator LOCATOR =
            new NamespaceLocator(
                    new SyncTargetRef(new ClusterName("sites"), "edge-1", "u1"),
                    new ClusterName("anna"),
                    "default");

    private final WorkerCopy copy =
            WorkerCopy.of(
                    object(
                            "{apiVersion: example.io/v1, kind: Db, metadata: {name: a, uid: x},"
                                    + " spec: {size: small, users: [{name: anna}]}}"),
                    LOCATOR);

    @Test
    void isAppliedOnceItIsThereAsItIs() {
        assertThat(copy.isAppliedTo(copy.object())).isTrue();
    }

    @Test
    void isAppliedIfTheWorkerOnlyAddedToIt() {
        var live =
                copy.object()
                        .with(
                                json -> {
                                    json.withObject("/spec").put("defaulted", true);
                                    json.withObject("/metadata").put("uid", "y");
                                    ((ObjectNode) json.at("/spec/users/0")).put("role", "reader");
                                });

        assertThat(copy.isAppliedTo(live)).isTrue();
    }

    @Test
    void isNotAppliedIfAFieldWasChanged() {
        var live = copy.object().with(json -> json.withObject("/spec").put("size", "large"));

        assertThat(copy.isAppliedTo(live)).isFalse();
    }

    @Test
    void isNotAppliedIfAListGrew() {
        var live =
                copy.object()
                        .with(json -> json.withArray("/spec/users").addObject().put("name", "ben"));

        assertThat(copy.isAppliedTo(live)).isFalse();
    }

    @Test
    void isNotAppliedIfTheOrderTookAFieldBack() {
        var smaller =
                WorkerCopy.of(
                        object(
                                "{apiVersion: example.io/v1, kind: Db,"
                                        + " metadata: {name: a, uid: x}, spec: {size: small}}"),
                        LOCATOR);

        assertThat(smaller.isAppliedTo(copy.object())).isFalse();
    }

    private static KubeObject object(String yaml) {
        return new KubeObject((ObjectNode) Yaml.parse(yaml));
    }
}
