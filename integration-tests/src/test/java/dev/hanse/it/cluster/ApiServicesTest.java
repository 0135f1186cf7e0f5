package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// APIServices of `apiregistration.k8s.io`: one for every group version.
class ApiServicesTest extends PlainClusterTest {

    private static final String API_SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    @Test
    void everyBuiltInGroupVersionIsRegistered() {
        var apps = (ObjectNode) api().get(API_SERVICES + "/v1.apps").expect(200).json();

        assertThat(apps.at("/metadata/labels"))
                .isEqualTo(
                        Answer.parse(
                                "{\"kube-aggregator.kubernetes.io/automanaged\": \"onstart\"}"));
        assertThat(apps.get("spec"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"group": "apps", "version": "v1",
                                 "groupPriorityMinimum": 17800, "versionPriority": 15}
                                """));
        var available = apps.at("/status/conditions/0").<ObjectNode>deepCopy();
        assertThat(available.remove("lastTransitionTime").asText()).endsWith("Z");
        assertThat(available)
                .isEqualTo(
                        Answer.parse(
                                """
                                {"type": "Available", "status": "True", "reason": "Local",
                                 "message": "Local APIServices are always available"}
                                """));
        assertThat(api().get(API_SERVICES + "/v1.").expect(200).text("/spec/version"))
                .isEqualTo("v1");
    }

    @Test
    void allGroupsButTheirOwnAreListed() {
        var names = new ArrayList<String>();
        api().get(API_SERVICES)
                .expect(200)
                .at("/items")
                .forEach(each -> names.add(each.at("/metadata/name").asText()));

        var served = new ArrayList<>(List.of("v1."));
        api().get("/apis")
                .expect(200)
                .at("/groups")
                .forEach(
                        group ->
                                group.path("versions")
                                        .forEach(
                                                each ->
                                                        served.add(
                                                                each.path("version").asText()
                                                                        + "."
                                                                        + group.path("name")
                                                                                .asText())));
        assertThat(served).contains("v1.apiregistration.k8s.io");
        served.remove("v1.apiregistration.k8s.io");
        assertThat(names).containsAll(served);
    }

    @Test
    void groupsAreInTheOrderOfTheirPriorities() {
        assertThat(
                        api().get("/apis")
                                .expect(200)
                                .at("/groups")
                                .findValuesAsText("name")
                                .subList(0, 20))
                .containsExactly(
                        "apiregistration.k8s.io",
                        "apps",
                        "events.k8s.io",
                        "authentication.k8s.io",
                        "authorization.k8s.io",
                        "autoscaling",
                        "batch",
                        "certificates.k8s.io",
                        "networking.k8s.io",
                        "policy",
                        "rbac.authorization.k8s.io",
                        "storage.k8s.io",
                        "admissionregistration.k8s.io",
                        "apiextensions.k8s.io",
                        "scheduling.k8s.io",
                        "coordination.k8s.io",
                        "node.k8s.io",
                        "discovery.k8s.io",
                        "resource.k8s.io",
                        "flowcontrol.apiserver.k8s.io");
    }

    @Test
    void groupVersionsOfCustomResourcesComeAndGo() {
        var definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        create(
                        definitions,
                        """
                        {"metadata": {"name": "boats.harbour.example"},
                         "spec": {"group": "harbour.example", "scope": "Namespaced",
                          "names": {"plural": "boats", "kind": "Boat"},
                          "versions": [
                           {"name": "v2", "served": true, "storage": true,
                            "schema": {"openAPIV3Schema": {"type": "object"}}},
                           {"name": "v1", "served": false, "storage": false,
                            "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                        """)
                .expect(201);

        await().until(() -> api().get(API_SERVICES + "/v2.harbour.example").status() == 200);
        var registered = api().get(API_SERVICES + "/v2.harbour.example");
        assertThat(registered.at("/spec"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"group": "harbour.example", "version": "v2",
                                 "groupPriorityMinimum": 1000, "versionPriority": 100}
                                """));
        assertThat(registered.text("/metadata/labels/kube-aggregator.kubernetes.io~1automanaged"))
                .isEqualTo("true");
        api().get(API_SERVICES + "/v1.harbour.example").expect(404);

        api().delete(API_SERVICES + "/v2.harbour.example").expect(200);
        await().until(() -> api().get(API_SERVICES + "/v2.harbour.example").status() == 200);

        api().delete(definitions + "/boats.harbour.example").expect(200);
        await().until(() -> api().get(API_SERVICES + "/v2.harbour.example").status() == 404);
    }

    private void expectAvailable(String name, String reason, String message) {
        await().untilAsserted(
                        () -> {
                            var condition =
                                    api().get(API_SERVICES + "/" + name).at("/status/conditions/0");
                            assertThat(condition.path("status").asText()).isEqualTo("False");
                            assertThat(condition.path("reason").asText()).isEqualTo(reason);
                            assertThat(condition.path("message").asText()).isEqualTo(message);
                        });
    }

    @Test
    void anotherServerThatCannotBeAskedIsReportedAndAnsweredFor() {
        var name = "v1alpha1.wardle.example";
        create(
                        API_SERVICES,
                        """
                        {"metadata": {"name": "v1alpha1.wardle.example"},
                         "spec": {"group": "wardle.example", "version": "v1alpha1",
                          "groupPriorityMinimum": 2000, "versionPriority": 200,
                          "service": {"namespace": "default", "name": "wardle"},
                          "insecureSkipTLSVerify": true}}
                        """)
                .expect(201);

        expectAvailable(name, "ServiceNotFound", "service/wardle in \"default\" is not present");
        var flunders = "/apis/wardle.example/v1alpha1/namespaces/default/flunders";
        assertThat(api().get(flunders).expect(503).text()).isEqualTo("service unavailable\n");
        api().get("/apis/wardle.example/v1alpha1").expect(503);
        assertThat(api().get("/apis/wardle.example").expect(200).text("/preferredVersion/version"))
                .isEqualTo("v1alpha1");
        var aggregated =
                api().get(
                                "/apis",
                                "Accept",
                                "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
                        .expect(200);
        assertThat(aggregated.at("/items").toString())
                .contains("{\"version\":\"v1alpha1\",\"resources\":[],\"freshness\":\"Stale\"}");

        create(
                        CORE + "services",
                        """
                        {"metadata": {"name": "wardle"}, "spec": {"ports": [{"port": 80}]}}
                        """)
                .expect(201);
        expectAvailable(
                name,
                "ServicePortError",
                "service/wardle in \"default\" is not listening on port 443");
        api().mergePatch(CORE + "services/wardle", "{\"spec\": {\"ports\": [{\"port\": 443}]}}")
                .expect(200);
        expectAvailable(
                name,
                "EndpointsNotFound",
                "cannot find endpointslices for service/wardle in \"default\"");

        var slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
        create(
                        slices,
                        """
                        {"metadata": {"name": "wardle",
                          "labels": {"kubernetes.io/service-name": "wardle"}},
                         "addressType": "IPv4", "ports": [{"port": 8443, "name": ""}],
                         "endpoints": [{"addresses": ["192.0.2.1"], "conditions": {"ready": false}}]}
                        """)
                .expect(201);
        expectAvailable(
                name,
                "MissingEndpoints",
                "endpointslices for service/wardle in \"default\" have no addresses with port name"
                        + " \"\"");

        api().delete(API_SERVICES + "/" + name).expect(200);
        api().get("/apis/wardle.example").expect(404);
        api().get(flunders).expect(404);
    }

    @Test
    void tablesSayWhereAndWhether() {
        var table = api().get(API_SERVICES + "/v1.batch", "Accept", TABLE).expect(200);

        var columns = new ArrayList<String>();
        table.at("/columnDefinitions").forEach(each -> columns.add(each.path("name").asText()));
        assertThat(columns).containsExactly("Name", "Service", "Available", "Age");
        assertThat(table.at("/rows/0/cells/1").asText()).isEqualTo("Local");
        assertThat(table.at("/rows/0/cells/2").asText()).isEqualTo("True");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    v1.other  | {"group": "a.example", "version": "v1"} | metadata.name: Invalid value: "v1.other": must be `spec.version+"."+spec.group`: "v1.a.example"
                    v2.       | {"version": "v2"} | spec.group: Required value: only v1 may have an empty group and it better be legacy kube
                    v1.a.ex   | {"group": "a.ex", "version": "v1", "versionPriority": 1001} | spec.versionPriority: Invalid value: 1001: must be positive and less than 1000
                    v1.a.ex   | {"group": "a.ex", "version": "v1", "groupPriorityMinimum": 0} | spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000
                    v1.a.ex   | {"group": "a.ex", "version": "v1", "caBundle": "QUJD"} | spec.caBundle: Invalid value: "3 bytes": local APIServices may not have a caBundle
                    v1.a.ex   | {"group": "a.ex", "version": "v1", "insecureSkipTLSVerify": true} | spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify
                    v1.a.ex   | {"group": "a.ex", "version": "v1", "service": {"namespace": "n"}} | spec.service.name: Required value
                    v1.a.ex   | {"group": "a.ex", "version": "v1", "service": {"namespace": "n", "name": "s", "port": 70000}} | spec.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive
                    v1.a.ex   | {"group": "a.ex", "version": "v1", "service": {"namespace": "n", "name": "s"}, "caBundle": "QUJD", "insecureSkipTLSVerify": true} | spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present
                    """)
    void malformedOnesAreRefused(String name, String spec, String message) {
        var complete = (ObjectNode) Answer.parse(spec);
        if (!complete.has("groupPriorityMinimum")) {
            complete.put("groupPriorityMinimum", 100);
        }
        if (!complete.has("versionPriority")) {
            complete.put("versionPriority", 10);
        }

        var answer =
                create(
                        API_SERVICES,
                        "{\"metadata\": {\"name\": \"%s\"}, \"spec\": %s}"
                                .formatted(name, complete));

        assertThat(answer.expect(422).text("/message")).contains(message);
    }
}
