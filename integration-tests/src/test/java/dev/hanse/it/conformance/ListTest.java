package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lists of one collection: pages, versions, selectors and renderings.
class ListTest extends ControlPlaneTest {

    private static final String TABLE =
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private final AtomicInteger namespaces = new AtomicInteger();
    private TestingWorkspace workspace;
    private Api api;
    private String secrets;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "lists");
        api = workspace.api();
    }

    @BeforeEach
    void createNamespace() {
        secrets = workspace.namespace("ns-" + namespaces.incrementAndGet()) + "/secrets";
    }

    private String create(String name) {
        return create(name, "{}");
    }

    private String create(String name, String labels) {
        return api.post(
                        secrets,
                        "{\"metadata\": {\"name\": \"%s\", \"labels\": %s}}"
                                .formatted(name, labels))
                .expect(201)
                .resourceVersion();
    }

    private static List<String> names(JsonNode list) {
        var names = new ArrayList<String>();
        list.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    @Test
    void isOrderedByName() {
        List.of("c", "a", "b").forEach(this::create);

        var list = api.get(secrets).expect(200).json();

        assertThat(list.path("kind").asText()).isEqualTo("SecretList");
        assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(names(list)).containsExactly("a", "b", "c");
    }

    @Test
    void ofNothingHasItemsAndAVersion() {
        var list = api.get(secrets).expect(200).json();

        assertThat(list.path("items").isArray()).isTrue();
        assertThat(list.path("items")).isEmpty();
        assertThat(list.at("/metadata/resourceVersion").asLong()).isPositive();
    }

    @Test
    void comesInPagesOfOneMoment() {
        List.of("a", "b", "c", "d", "e").forEach(this::create);

        var first = api.get(secrets + "?limit=2").expect(200).json();
        api.delete(secrets + "/c").expect(200);
        create("bb");
        var token = first.at("/metadata/continue").asText();
        var second = api.get(secrets + "?limit=2&continue=" + token).expect(200).json();
        token = second.at("/metadata/continue").asText();
        var third = api.get(secrets + "?limit=2&continue=" + token).expect(200).json();

        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(names(third)).containsExactly("e");
        assertThat(third.at("/metadata/continue").isMissingNode()).isTrue();
        assertThat(third.at("/metadata/remainingItemCount").isMissingNode()).isTrue();
        assertThat(second.at("/metadata/resourceVersion"))
                .isEqualTo(first.at("/metadata/resourceVersion"));
    }

    @Test
    void refusesAContinueTokenThatIsNoToken() {
        var refused = api.get(secrets + "?limit=1&continue=nonsense").expect(400);

        assertThat(refused.text("/message")).contains("continue key is not valid");
    }

    @Test
    void atAnExactVersionIsThePast() {
        var then = create("a");
        create("b");

        var past =
                api.get(secrets + "?resourceVersionMatch=Exact&resourceVersion=" + then)
                        .expect(200)
                        .json();

        assertThat(names(past)).containsExactly("a");
        assertThat(past.at("/metadata/resourceVersion").asText()).isEqualTo(then);
    }

    @Test
    void notOlderThanAVersionMayBeNewer() {
        var then = create("a");
        create("b");

        var list =
                api.get(secrets + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + then)
                        .expect(200)
                        .json();

        assertThat(list.at("/metadata/resourceVersion").asLong())
                .isGreaterThanOrEqualTo(Long.parseLong(then));
        assertThat(names(list)).contains("a");
    }

    @Test
    void ofTheFutureIsTooLarge() {
        var future = Long.parseLong(create("a")) + 1_000_000;

        var refused = api.get(secrets + "?resourceVersion=" + future).expect(504);

        assertThat(refused.text("/reason")).isEqualTo("Timeout");
        assertThat(refused.text("/message"))
                .startsWith("Timeout: Too large resource version: " + future + ", current: ");
        assertThat(refused.text("/details/causes/0/reason")).isEqualTo("ResourceVersionTooLarge");
    }

    @ParameterizedTest
    @CsvSource({
        "resourceVersionMatch=Exact, 422",
        "resourceVersionMatch=Exact&resourceVersion=0, 422",
        "resourceVersionMatch=Newest&resourceVersion=1, 422",
        "resourceVersion=abc, 400",
        "labelSelector=a%20b%20c, 400",
        "fieldSelector=metadata.uid%3Dx, 400",
    })
    void refusesQueriesThatMakeNoSense(String query, int status) {
        api.get(secrets + "?" + query).expect(status);
    }

    @ParameterizedTest
    @CsvSource({
        "tier%3Dgold, a",
        "tier!%3Dgold, b c",
        "tier%20in%20(gold%2Csilver), a b",
        "tier%20notin%20(gold), b c",
        "tier, a b",
        "!tier, c",
        "tier%3Dgold%2Cregion%3Deu, ''",
    })
    void selectsByLabels(String selector, String expected) {
        create("a", "{\"tier\": \"gold\"}");
        create("b", "{\"tier\": \"silver\"}");
        create("c");

        var list = api.get(secrets + "?labelSelector=" + selector).expect(200).json();

        assertThat(String.join(" ", names(list))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "metadata.name%3Db, b",
        "metadata.name!%3Db, a",
        "type%3DOpaque, a b",
        "type%3Dother, ''"
    })
    void selectsByFields(String selector, String expected) {
        create("a");
        create("b");

        var list = api.get(secrets + "?fieldSelector=" + selector).expect(200).json();

        assertThat(String.join(" ", names(list))).isEqualTo(expected);
    }

    @Test
    void saysWhichFieldIsNoSelector() {
        assertThat(
                        api.get(secrets + "?fieldSelector=spec.nodeName%3Dx")
                                .expect(400)
                                .text("/message"))
                .contains("field label not supported: spec.nodeName");
    }

    @Test
    void acrossNamespacesIsOrderedByNamespaceFirst() {
        var other = workspace.namespace("ns-0-first") + "/secrets";
        create("a");
        api.post(other, "{\"metadata\": {\"name\": \"z\"}}").expect(201);

        var list = api.get("/api/v1/secrets?fieldSelector=type%3DOpaque").expect(200).json();

        assertThat(names(list)).containsSubsequence("z", "a");
    }

    @Test
    void isATableForPeople() {
        create("a");

        var table = api.get(secrets, "Accept", TABLE).expect(200).json();

        assertThat(table.path("kind").asText()).isEqualTo("Table");
        assertThat(table.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
        var columns = new ArrayList<String>();
        table.path("columnDefinitions").forEach(each -> columns.add(each.path("name").asText()));
        assertThat(columns).containsExactly("Name", "Type", "Data", "Age");
        assertThat(table.at("/rows/0/cells/0").asText()).isEqualTo("a");
        assertThat(table.at("/rows/0/cells/1").asText()).isEqualTo("Opaque");
        assertThat(table.at("/rows/0/cells/2").asInt()).isZero();
        assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(table.at("/rows/0/object/metadata/name").asText()).isEqualTo("a");
    }

    @Test
    void isMetadataOnlyForWhoWantsNoMore() {
        create("a", "{\"tier\": \"gold\"}");

        var list =
                api.get(
                                secrets,
                                "Accept",
                                "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
                        .expect(200)
                        .json();

        assertThat(list.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(list.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
        var item = list.at("/items/0");
        assertThat(item.path("kind").asText("PartialObjectMetadata"))
                .isEqualTo("PartialObjectMetadata");
        assertThat(item.at("/metadata/labels/tier").asText()).isEqualTo("gold");
        assertThat(item.has("type")).isFalse();
    }
}
