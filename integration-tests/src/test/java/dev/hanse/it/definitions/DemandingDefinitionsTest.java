package dev.hanse.it.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.machinery.codec.Yaml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Large definitions that use everything there is, and objects that meet their demands or do not.
class DemandingDefinitionsTest extends ControlPlaneTest {

    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private final AtomicInteger names = new AtomicInteger();
    private final Map<String, Definition> definitions = new HashMap<>();
    private Api api;

    @BeforeAll
    void defineAll() {
        api = plane.workspaceOf("alice", "demanding").api();
        for (var each : List.of("database", "certificate", "cluster", "gateway")) {
            definitions.put(each, Definition.named(each).definedIn(api));
        }
    }

    private Definition definition(String name) {
        var definition = definitions.get(name);
        assertThat(definition).as(name).isNotNull();
        return definition;
    }

    private String newName() {
        return "n" + names.incrementAndGet();
    }

    private Answer create(String kind, ObjectNode object) {
        return api.post(definition(kind).objects(), object);
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "certificate", "cluster", "gateway"})
    void areServedAtOnceWithTheirShortNamesAndCategories(String kind) {
        var definition = definition(kind);
        var crd = api.get(definition.path()).expect(200).json();
        assertThat(Definition.condition(crd, "NamesAccepted")).isEqualTo("True NoConflicts");
        assertThat(Definition.condition(crd, "Established")).isEqualTo("True InitialNamesAccepted");

        var group = definition.crd().at("/spec/group").asText();
        var version = definition.example().path("apiVersion").asText();
        var discovered = api.get("/apis/" + version).expect(200).at("/resources/0");
        var wanted = definition.crd().at("/spec/names");
        for (var field : List.of("shortNames", "categories")) {
            assertThat(discovered.path(field)).isEqualTo(wanted.path(field));
        }
        assertThat(discovered.path("singularName")).isEqualTo(wanted.path("singular"));
        assertThat(api.get("/openapi/v3/apis/" + version).expect(200).text())
                .contains("/apis/" + group)
                .contains("x-kubernetes-group-version-kind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "certificate", "cluster", "gateway"})
    void keepAnObjectThatIsWrittenAgainAsItWasRead(String kind) {
        var name = newName();
        var created = create(kind, definition(kind).object(name)).expect(201);

        var again = api.put(definition(kind).objects() + "/" + name, created.json()).expect(200);

        assertThat(again.resourceVersion()).isEqualTo(created.resourceVersion());
        assertThat(again.at("/spec")).isEqualTo(created.at("/spec"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # types, formats, limits
                    database | /spec/engine | oracle | spec.engine: Unsupported value: "oracle": supported values: "postgres", "mysql"
                    database | /spec/version | "seventeen" | spec.version: Invalid value: "seventeen": spec.version in body should match '^[0-9]{1,3}([.][0-9]{1,3})?$'
                    database | /spec/instances | 10 | spec.instances: Invalid value: 10: spec.instances in body should be less than or equal to 9
                    database | /spec/instances | many | spec.instances: Invalid value: "string": spec.instances in body must be of type integer: "string"
                    database | /spec/storage/size | 1.5Gi | spec.storage.size: Invalid value: "1.5Gi": spec.storage.size in body should match '^[0-9]+(Ki|Mi|Gi|Ti)?$'
                    database | /spec/storage | {} | spec.storage.size: Required value
                    database | /spec/backup | {retention: forever} | spec.backup.retention: Invalid value: "forever": spec.backup.retention in body must be of type duration: "forever"
                    database | /spec/allowed | [anywhere] | spec.allowed[0]: Invalid value: "anywhere": spec.allowed[0] in body must be of type cidr: "anywhere"
                    database | /spec/engine |  | spec.engine: Required value
                    certificate | /spec/dnsNames | [shop.example.com, "not a name"] | spec.dnsNames[1]: Invalid value: "not a name": spec.dnsNames[1] in body must be of type hostname: "not a name"
                    certificate | /status | {revision: 0} |
                    cluster | /spec/endpoint/port | 70000 | spec.endpoint.port: Invalid value: 70000: spec.endpoint.port in body should be less than or equal to 65535
                    # lists
                    database | /spec/users/- | {name: app} | spec.users[2]: Duplicate value: {"name":"app"}
                    database | /spec/users/- | {name: x, roles: [read, read]} | spec.users[2].roles[1]: Duplicate value: "read"
                    certificate | /spec/usages | [server auth, server auth] | spec.usages[1]: Duplicate value: "server auth"
                    cluster | /spec/variables/- | {name: proxy, value: 1} | spec.variables[2]: Duplicate value: {"from":"","name":"proxy"}
                    # one of several shapes
                    database | /spec/recover | {from: yesterday} | "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives
                    database | /spec/initialize |  | "spec" must validate one and only one schema (oneOf). Found none valid
                    gateway | /spec/addresses | [{value: nowhere}] | "spec.addresses[0]" must validate one and only one schema (oneOf). Found none valid
                    gateway | /spec/addresses | [{type: Hostname, value: 1.2.3.4}] | "spec.addresses[0]" must validate one and only one schema (oneOf). Found none valid
                    # embedded objects
                    database | /spec/podTemplate | {apiVersion: v1} | spec.podTemplate.kind: Required value: must not be empty
                    # rules
                    database | /spec/instances | 2 | spec.instances: Invalid value: "object": synchronous replication needs an odd number of instances
                    database | /spec/hibernated | true | spec: Invalid value: "object": a new database cannot hibernate
                    database | /spec/parameters | {Work: 1GB} | spec.parameters: Invalid value: "object": parameters are lower case
                    certificate | /spec/renewBefore | 9000h | spec.renewBefore: Invalid value: "object": renewBefore must be shorter than duration
                    certificate | /spec/commonName | other.example.com | spec.dnsNames: Required value: the common name is one of the DNS names
                    certificate | /spec/addresses | [nowhere] | spec.addresses: Invalid value: "object": addresses are IP addresses
                    certificate | /spec/privateKey | {size: 1024} | spec.privateKey: Invalid value: "object": RSA keys have 2048, 3072 or 4096 bits
                    certificate | /spec/privateKey | {algorithm: Ed25519, size: 256} | spec.privateKey: Invalid value: "object": the size of Ed25519 keys is what it is
                    cluster | /spec/version | latest | spec.version: Invalid value: "object": the version is no semantic version
                    cluster | /spec/network/pods | [everywhere] | spec.network.pods: Invalid value: "array": these are no ranges of addresses
                    cluster | /spec/network/services | [10.1.2.0/24] | spec.network: Invalid value: "object": ranges of pods and services overlap
                    cluster | /spec/pools/- | {name: x, class: c, unavailable: few} | spec.pools[2].unavailable: Invalid value: "few": a number or a percentage
                    gateway | /spec/listeners/- | {name: x, port: 80, protocol: HTTP} | spec.listeners: Invalid value: "array": port, protocol and hostname must be different for each listener
                    gateway | /spec/listeners/- | {name: x, port: 1, protocol: HTTPS} | spec.listeners: Invalid value: "array": tls must be set for HTTPS
                    gateway | /spec/listeners/- | {name: x, port: 1, protocol: TCP, hostname: a.b} | spec.listeners: Invalid value: "array": hostname must not be set for TCP
                    gateway | /spec/listeners/- | {name: x, port: 1, protocol: HTTPS, tls: {}} | spec.listeners[3].tls: Invalid value: "object": certificates must be named where TLS ends
                    gateway | /spec/listeners/- | {name: x, port: 1, protocol: HTTP, routes: {from: Selector}} | spec.listeners[3].routes: Invalid value: "object": a selector goes with Selector and nothing else
                    gateway | /spec/infrastructure | {labels: {internal/a: b}} | spec.infrastructure.labels: Invalid value: "object": labels of the platform cannot be set
                    """)
    void refuseWhatDoesNotMeetThem(String kind, String pointer, String value, String problem) {
        var object = definition(kind).object(newName(), pointer, value == null ? "" : value);
        var answer = create(kind, object);

        if (problem == null) {
            answer.expect(201);
        } else {
            assertThat(answer.expect(422).text("/message")).contains(problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    database | /spec/storage/class | slow | the storage class cannot change
                    database | /spec/storage/size | 10Gi | storage cannot shrink
                    database | /spec/storage/size | 40Gi |
                    database | /spec/version | "16" | a database cannot be downgraded
                    database | /spec/version | "18" |
                    database | /spec/users | [{name: report, owner: me}] | a user keeps its owner
                    database | /spec/users | [{name: report, owner: analytics}, {name: new, owner: me}] |
                    database | /spec/hibernated | true |
                    certificate | /spec/secretName | other | the Secret cannot change
                    cluster | /spec/endpoint |  | an endpoint cannot be taken away
                    cluster | /spec/endpoint | {host: edge.example.com, port: 1} | the endpoint cannot change
                    cluster | /spec/version | v1.35.9 | versions only grow
                    cluster | /spec/pools | [{name: large, class: s1}] | a pool keeps its class
                    cluster | /spec/pools | [{name: huge, class: s1}] |
                    """)
    void lookAtWhatWasBefore(String kind, String pointer, String value, String problem) {
        var name = newName();
        var object = create(kind, definition(kind).object(name)).expect(201).object();
        Definition.change(object, pointer, value == null ? "" : value);

        var answer = api.put(definition(kind).objects() + "/" + name, object);

        if (problem == null) {
            answer.expect(200);
        } else {
            assertThat(answer.expect(422).text("/message")).contains(problem);
        }
    }

    @Test
    void blameTheFieldAndGiveTheReasonThatARuleNames() {
        var object = definition("database").object(newName(), "/spec/engine", "mysql");
        Definition.change(object, "/spec/monitoring", "{exporter: pg}");

        var causes = create("database", object).expect(422).at("/details/causes");

        assertThat(causes).hasSize(1);
        assertThat(causes.get(0).path("field").asText()).isEqualTo("spec.monitoring.exporter");
        assertThat(causes.get(0).path("reason").asText()).isEqualTo("FieldValueForbidden");
        assertThat(causes.get(0).path("message").asText())
                .isEqualTo("Forbidden: engine mysql has no exporter pg");
    }

    @Test
    void fillInDropAndKeepWhatTheySayShouldBe() {
        var object = definition("database").object(newName(), "/spec/colour", "red");
        Definition.change(object, "/spec/initialize/collation", "C");

        var created = create("database", object).expect(201);

        assertThat(created.headers().allValues("warning"))
                .containsExactlyInAnyOrder(
                        "299 - \"unknown field \\\"spec.colour\\\"\"",
                        "299 - \"unknown field \\\"spec.initialize.collation\\\"\"");
        var spec = created.at("/spec");
        assertThat(spec.has("colour")).isFalse();
        assertThat(spec.path("initialize"))
                .isEqualTo(Yaml.parse("{encoding: null, database: app}"));
        assertThat(spec.path("backup")).isEqualTo(Yaml.parse("{retention: 168h0m0s}"));
        assertThat(spec.path("monitoring").isNull()).isTrue();
        assertThat(spec.at("/users/0/owner").asText()).isEqualTo("platform");
        assertThat(spec.at("/affinity/unknown/deep").asInt()).isEqualTo(1);
        assertThat(spec.at("/podTemplate/spec/anything/goes/0").asText()).isEqualTo("here");
        assertThat(spec.has("hibernated")).isTrue();
    }

    @Test
    void mergeTheirListsByKeyWhenTheyAreApplied() {
        var name = newName();
        create("cluster", definition("cluster").object(name)).expect(201);
        var path = definition("cluster").objects() + "/" + name;

        var applied =
                api.patch(
                                path + "?fieldManager=scaler&force=true",
                                "application/apply-patch+yaml",
                                """
                                apiVersion: fleet.example.com/v1beta2
                                kind: Cluster
                                spec:
                                  version: v1.36.2
                                  pools: [{name: large, class: l1, replicas: 9}]
                                """)
                        .expect(200);

        assertThat(applied.at("/spec/pools").findValuesAsText("name"))
                .containsExactly("small", "large");
        assertThat(applied.at("/spec/pools/1/replicas").asInt()).isEqualTo(9);
        assertThat(applied.at("/spec/pools/1/unavailable").asText()).isEqualTo("20%");
    }

    @Test
    void showTheirColumns() {
        var name = newName();
        create("database", definition("database").object(name)).expect(201);
        var path = definition("database").objects() + "/" + name;
        api.mergePatch(
                        path + "/status",
                        """
                        {"status": {"readyInstances": 2, "selector": "db=a", "conditions": [
                         {"type": "Other", "status": "False"}, {"type": "Ready", "status": "True"}]}}
                        """)
                .expect(200);

        var table = api.get(path, "Accept", TABLE).expect(200);

        assertThat(table.at("/columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Engine", "Ready", "Instances", "First User", "Age");
        assertThat(table.at("/rows/0/cells").toString())
                .startsWith("[\"" + name + "\",\"postgres\",\"True\",3,\"app\",");
        var scale = api.get(path + "/scale").expect(200);
        assertThat(scale.at("/status")).isEqualTo(Yaml.parse("{replicas: 2, selector: db=a}"));
    }

    @Test
    void warnOfVersionsThatGoAway() {
        var old = definition("database").objects("v1alpha1");

        assertThat(api.get(old).expect(200).headers().allValues("warning"))
                .containsExactly(
                        "299 - \"data.example.com/v1alpha1 Database goes away with release 3; use"
                                + " v1\"");
        assertThat(api.get(definition("database").objects()).headers().allValues("warning"))
                .isEmpty();
    }

    @Test
    void letObjectsBeSelectedByTheirFields() {
        var name = newName();
        create(
                        "certificate",
                        definition("certificate").object(name, "/spec/issuer/name", name + "-ca"))
                .expect(201);
        var path = definition("certificate").objects();

        var found = api.get(path + "?fieldSelector=spec.issuer.name%3D" + name + "-ca").expect(200);

        assertThat(found.at("/items").findValuesAsText("secretName")).hasSize(1);
        assertThat(
                        api.get(path + "?fieldSelector=spec.secretName%3Dx")
                                .expect(400)
                                .text("/message"))
                .isEqualTo("field label not supported: spec.secretName");
    }
}
