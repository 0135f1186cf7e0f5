package dev.hanse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintersTest {
    private static final List<BuiltinKind> KINDS = BuiltinKinds.profile(Profile.KUBERNETES);
    private final Printers printers =
            new Printers(InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));

    @Test
    void everyColumnHasAPrinterThatCopesWithAnEmptyObject() {
        for (var kind : KINDS) {
            var empty = KubeObject.of(kind.kind(), null, "empty");
            for (var column : kind.columns()) {
                assertThat(printers.cell(column).apply(empty).isValueNode())
                        .as(kind.kind() + " " + column.name())
                        .isTrue();
            }
        }
    }

    @Test
    void aConfigMapCountsTextAndBinaryKeys() throws JsonProcessingException {
        assertThat(
                        row(
                                "v1/configmaps",
                                """
                                {"metadata": {"name": "a", "creationTimestamp": "2026-03-01T11:54:30Z"},
                                 "data": {"x": "1", "y": "2"}, "binaryData": {"z": "AA=="}}
                                """))
                .containsExactly("a", "3", "5m30s");
    }

    @Test
    void bindingsShowTheirRoleAndSubjectsByKind() throws JsonProcessingException {
        assertThat(
                        row(
                                "rbac.authorization.k8s.io/v1/rolebindings",
                                """
                                {"metadata": {"name": "b", "creationTimestamp": "2026-02-27T12:00:00Z"},
                                 "roleRef": {"kind": "Role", "name": "reader"},
                                 "subjects": [{"kind": "User", "name": "ann"}, {"kind": "User", "name": "bob"},
                                              {"kind": "Group", "name": "ops"},
                                              {"kind": "ServiceAccount", "namespace": "ci", "name": "bot"}]}
                                """))
                .containsExactly("b", "Role/reader", "2d", "ann, bob", "ops", "ci/bot");
    }

    @Test
    void anAddressShowsWhatItBelongsTo() throws JsonProcessingException {
        assertThat(
                        row(
                                "networking.k8s.io/v1/ipaddresses",
                                """
                                {"metadata": {"name": "10.0.0.1", "creationTimestamp": "2026-03-01T11:54:30Z"},
                                 "spec": {"parentRef": {"resource": "services", "namespace": "default",
                                                        "name": "kubernetes"}}}
                                """))
                .containsExactly("10.0.0.1", "services/default/kubernetes", "5m30s");
    }

    @Test
    void aClaimOnDevicesSaysHowFarItGot() throws JsonProcessingException {
        var claims = "resource.k8s.io/v1/resourceclaims";

        assertThat(row(claims, "{\"metadata\": {\"name\": \"c\"}}")).contains("pending");
        assertThat(
                        row(
                                claims,
                                """
                                {"metadata": {"name": "c", "deletionTimestamp": "2026-03-01T11:00:00Z"},
                                 "status": {"allocation": {}, "reservedFor": [{"name": "pod"}]}}
                                """))
                .contains("deleted,allocated,reserved");
    }

    @Test
    void anEventLooksTheSameInBothGroups() throws JsonProcessingException {
        var core =
                row(
                        "v1/events",
                        """
                        {"metadata": {"name": "e"}, "type": "Normal", "reason": "Scaled", "message": "up ",
                         "involvedObject": {"kind": "Deployment", "name": "web"}, "count": 3,
                         "firstTimestamp": "2026-03-01T11:00:00Z", "lastTimestamp": "2026-03-01T11:59:00Z",
                         "source": {"component": "controller", "host": "n1"}}
                        """);
        var events =
                row(
                        "events.k8s.io/v1/events",
                        """
                        {"metadata": {"name": "e"}, "type": "Normal", "reason": "Scaled", "note": "up ",
                         "regarding": {"kind": "Deployment", "name": "web"}, "deprecatedCount": 3,
                         "deprecatedFirstTimestamp": "2026-03-01T11:00:00Z",
                         "deprecatedLastTimestamp": "2026-03-01T11:59:00Z",
                         "deprecatedSource": {"component": "controller", "host": "n1"}}
                        """);

        assertThat(core)
                .containsExactly(
                        "60s",
                        "Normal",
                        "Scaled",
                        "deployment/web",
                        "",
                        "controller, n1",
                        "up",
                        "60m",
                        "3",
                        "e")
                .isEqualTo(events);
    }

    @Test
    void aQuotaSplitsRequestsFromLimits() throws JsonProcessingException {
        assertThat(
                        row(
                                "v1/resourcequotas",
                                """
                                {"metadata": {"name": "q"},
                                 "status": {"hard": {"pods": "10", "limits.cpu": "4", "configmaps": "5"},
                                            "used": {"pods": "3"}}}
                                """))
                .containsExactly(
                        "q", "configmaps: 0/5, pods: 3/10", "limits.cpu: 0/4", "<unknown>");
    }

    @Test
    void aSigningRequestSaysHowFarItGot() throws JsonProcessingException {
        assertThat(
                        row(
                                "certificates.k8s.io/v1/certificatesigningrequests",
                                """
                                {"metadata": {"name": "c"},
                                 "spec": {"signerName": "example.com/s", "username": "ann", "expirationSeconds": 3600},
                                 "status": {"conditions": [{"type": "Approved"}], "certificate": "AA=="}}
                                """))
                .containsExactly(
                        "c", "<unknown>", "example.com/s", "ann", "60m", "Approved,Issued");
    }

    @Test
    void kindsWithoutAPrinterShowWhenTheyWereCreated() throws JsonProcessingException {
        assertThat(
                        row(
                                "rbac.authorization.k8s.io/v1/roles",
                                """
                                {"metadata": {"name": "r", "creationTimestamp": "2026-03-01T11:00:00Z"}}
                                """))
                .containsExactly("r", "2026-03-01T11:00:00Z");
    }

    @Test
    void aPodSaysWhatKeepsItFromRunning() throws JsonProcessingException {
        var pod =
                """
                {"metadata": {"name": "p", "creationTimestamp": "2026-03-01T11:00:00Z"},
                 "spec": {"containers": [{"name": "a"}, {"name": "b"}], "nodeName": "n1"},
                 "status": {"phase": "Running", "containerStatuses": [
                   {"name": "a", "ready": true, "restartCount": 0, "state": {"running": {}}},
                   {"name": "b", "ready": false, "restartCount": 4,
                    "state": {"waiting": {"reason": "CrashLoopBackOff"}},
                    "lastState": {"terminated": {"finishedAt": "2026-03-01T11:59:20Z"}}}]}}
                """;

        assertThat(row("v1/pods", pod))
                .containsExactly(
                        "p",
                        "1/2",
                        "CrashLoopBackOff",
                        "4 (40s ago)",
                        "60m",
                        "<none>",
                        "n1",
                        "<none>",
                        "<none>");
    }

    @Test
    void selectorsAreWrittenAsOnTheCommandLine() throws JsonProcessingException {
        assertThat(
                        row(
                                "networking.k8s.io/v1/networkpolicies",
                                """
                                {"metadata": {"name": "n"}, "spec": {"podSelector": {"matchLabels": {"app": "web"},
                                 "matchExpressions": [{"key": "tier", "operator": "In", "values": ["b", "a"]},
                                                      {"key": "old", "operator": "DoesNotExist"}]}}}
                                """))
                .containsExactly("n", "app=web,!old,tier in (a,b)", "<unknown>");
    }

    @Test
    void anAutoscalerShowsWhereItsMetricsAre() throws JsonProcessingException {
        assertThat(
                        row(
                                "autoscaling/v2/horizontalpodautoscalers",
                                """
                                {"metadata": {"name": "h"},
                                 "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "maxReplicas": 9,
                                   "metrics": [
                                     {"type": "Resource", "resource": {"name": "cpu",
                                       "target": {"type": "Utilization", "averageUtilization": 80}}},
                                     {"type": "External", "external": {"target": {"averageValue": "30"}}},
                                     {"type": "Pods", "pods": {"target": {"averageValue": "1k"}}}]},
                                 "status": {"currentReplicas": 2, "currentMetrics": [
                                   {"type": "Resource", "resource": {"name": "cpu",
                                     "current": {"averageUtilization": 41}}}]}}
                                """))
                .containsExactly(
                        "h",
                        "Deployment/web",
                        "cpu: 41%/80%, <unknown>/30 (avg) + 1 more...",
                        "<unset>",
                        "9",
                        "2",
                        "<unknown>");
    }

    @Test
    void aDefaultClassIsMarked() throws JsonProcessingException {
        assertThat(
                        row(
                                "storage.k8s.io/v1/storageclasses",
                                """
                                {"metadata": {"name": "fast", "annotations":
                                  {"storageclass.kubernetes.io/is-default-class": "true"}},
                                 "provisioner": "example.com/disk"}
                                """))
                .startsWith("fast (default)", "example.com/disk", "Delete", "Immediate", "false");
    }

    @Test
    void aNodeThatIsCordonedSaysSo() throws JsonProcessingException {
        assertThat(
                        row(
                                "v1/nodes",
                                """
                                {"metadata": {"name": "n", "labels": {"node-role.kubernetes.io/control-plane": ""}},
                                 "spec": {"unschedulable": true},
                                 "status": {"conditions": [{"type": "Ready", "status": "True"}],
                                   "nodeInfo": {"kubeletVersion": "v1.36.0", "kernelVersion": "6.1",
                                                "architecture": "arm64"}}}
                                """))
                .startsWith(
                        "n", "Ready,SchedulingDisabled", "control-plane", "<unknown>", "v1.36.0")
                .contains("6.1 (arm64)");
    }

    private List<String> row(String resource, String json) throws JsonProcessingException {
        var object = new KubeObject((ObjectNode) new ObjectMapper().readTree(json));
        return KINDS.stream()
                .filter(each -> each.resource().toString().equals(resource))
                .findFirst()
                .orElseThrow()
                .columns()
                .stream()
                .map(each -> printers.cell(each).apply(object))
                .map(JsonNode::asText)
                .map(each -> each.equals("null") ? "" : each)
                .toList();
    }
}
