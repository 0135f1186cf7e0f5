package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events, which are one set of objects under two names with different fields.
class EventsTest extends ControlPlaneTest {

    private static final String CORE = "/api/v1/namespaces/default/events";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/default/events";

    private Api api;

    @BeforeAll
    void createEvents() {
        api = plane.workspaceOf("alice", "events").api();
        api.post(
                        EVENTS,
                        """
                        {"metadata": {"name": "sunk", "namespace": "default"},
                         "regarding": {"kind": "Ship", "name": "kogge", "namespace": "default",
                          "uid": "u1", "apiVersion": "harbour.example/v1",
                          "resourceVersion": "7", "fieldPath": "spec.sail"},
                         "eventTime": "2026-01-01T00:00:00.000000Z", "type": "Warning",
                         "reason": "Storm", "action": "Sinking", "note": "gone",
                         "reportingController": "harbour.example/master",
                         "reportingInstance": "master-0"}
                        """)
                .expect(201);
        api.post(
                        CORE,
                        """
                        {"metadata": {"name": "other"}, "type": "Normal", "reason": "Calm",
                         "involvedObject": {"kind": "Port", "name": "x", "namespace": "default"},
                         "source": {"component": "other"}}
                        """)
                .expect(201);
    }

    private static List<String> names(Answer list) {
        var names = new ArrayList<String>();
        list.expect(200)
                .at("/items")
                .forEach(each -> names.add(each.at("/metadata/name").asText()));
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reportingController=harbour.example/master",
                "regarding.kind=Ship",
                "regarding.name=kogge,regarding.namespace=default",
                "regarding.uid=u1",
                "regarding.apiVersion=harbour.example/v1",
                "regarding.resourceVersion=7",
                "regarding.fieldPath=spec.sail",
                "reason=Storm",
                "type=Warning",
                "metadata.name=sunk",
                "reportingController!="
            })
    void areSelectedByTheNamesOfEventsGroup(String selector) {
        assertThat(names(api.get(EVENTS + "?fieldSelector=" + encoded(selector))))
                .containsExactly("sunk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reportingComponent=harbour.example/master",
                "source=harbour.example/master",
                "involvedObject.uid=u1",
                "involvedObject.fieldPath=spec.sail"
            })
    void areSelectedByTheNamesOfTheCoreGroup(String selector) {
        assertThat(names(api.get(CORE + "?fieldSelector=" + encoded(selector))))
                .containsExactly("sunk");
    }

    @Test
    void eachGroupKnowsItsOwnNamesOnly() {
        assertThat(api.get(EVENTS + "?fieldSelector=source%3Dx").expect(400).text("/message"))
                .contains("field label not supported: source");
        assertThat(api.get(CORE + "?fieldSelector=regarding.name%3Dx").expect(400).text("/message"))
                .contains("field label not supported: regarding.name");
    }

    @Test
    void watchesSelectAsListsDo() {
        var query = "?watch=true&timeoutSeconds=5&fieldSelector=" + encoded("reason=Storm");
        try (var watching = api.watch(EVENTS + query)) {
            var event = watching.next();

            assertThat(event.at("/object/metadata/name").asText()).isEqualTo("sunk");
            assertThat(event.at("/object/regarding/name").asText()).isEqualTo("kogge");
        }
    }

    private static String encoded(String selector) {
        return selector.replace("=", "%3D").replace("!", "%21").replace(",", "%2C");
    }
}
