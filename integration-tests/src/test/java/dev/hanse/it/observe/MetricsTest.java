package dev.hanse.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.ControlPlaneTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest extends ControlPlaneTest {

    private static final Path DOCUMENTATION = Path.of("../docs/operations/metrics.md");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(\\{[a-z]+=\"[^\"]+\"})? (-?[0-9.]+(E-?[0-9]+)?)");

    /// The samples by name and labels, each announced by a help and a type.
    private Map<String, Double> scrape() {
        var answer = plane.operator().get("/metrics").expect(200);
        assertThat(answer.header("content-type"))
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        var announced = new HashSet<String>();
        var samples = new HashMap<String, Double>();
        for (var line : answer.text().lines().toList()) {
            if (line.startsWith("# HELP ")) {
                announced.add(line.split(" ", 4)[2]);
            } else if (line.startsWith("# TYPE ")) {
                assertThat(announced).contains(line.split(" ", 4)[2]);
            } else {
                var sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(announced).contains(family(sample.group(1)));
                samples.put(line.substring(0, line.indexOf(' ')), Double.valueOf(sample.group(3)));
            }
        }
        return samples;
    }

    private static String family(String sample) {
        return sample.replaceFirst("_(sum|count)$", "");
    }

    private static Set<String> familiesOf(Map<String, Double> samples) {
        var names = new HashSet<String>();
        samples.keySet().forEach(each -> names.add(family(each.replaceFirst("\\{.*", ""))));
        return names;
    }

    @Test
    void everyMetricIsDocumented() throws IOException {
        var documentation = Files.readString(DOCUMENTATION);

        assertThat(familiesOf(scrape()))
                .contains("hanse_storage_commits_total", "process_resident_memory_bytes")
                .allSatisfy(name -> assertThat(documentation).contains("`" + name + "`"));
    }

    @Test
    void writesAreSeen() {
        var before = scrape();
        plane.operator()
                .in("root")
                .post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"counted\"}}")
                .expect(201);
        var after = scrape();

        for (var name :
                new String[] {
                    "hanse_storage_newest_revision",
                    "hanse_storage_commits_total",
                    "hanse_storage_commit_groups_total"
                }) {
            assertThat(after.get(name)).as(name).isGreaterThan(before.get(name));
        }
    }

    @Test
    void aWorkspaceCostsNoSeries() {
        var before = scrape().keySet();
        plane.workspaceOf("alice", "acme");

        assertThat(scrape().keySet()).isEqualTo(before);
    }

    @Test
    void aMonitoringSystemIsLetInByARoleOfTheRootWorkspace() {
        plane.user("ops").get("/metrics").expect(403);

        plane.admin()
                .in("root")
                .post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                        """
                        {"metadata": {"name": "monitoring"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                                     "kind": "ClusterRole", "name": "system:monitoring"},
                         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User",
                                       "name": "ops"}]}
                        """)
                .expect(201);

        plane.user("ops").get("/metrics").expect(200);
    }

    @Test
    void aRoleOfAWorkspaceLetsNobodyIn() {
        var workspace = plane.workspaceOf("bob", "shop");
        var rbac = "/apis/rbac.authorization.k8s.io/v1/";
        workspace
                .api()
                .post(
                        rbac + "clusterroles",
                        """
                        {"metadata": {"name": "metrics"},
                         "rules": [{"nonResourceURLs": ["/metrics"], "verbs": ["get"]}]}
                        """)
                .expect(201);
        workspace
                .api()
                .post(
                        rbac + "clusterrolebindings",
                        """
                        {"metadata": {"name": "metrics"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                                     "kind": "ClusterRole", "name": "metrics"},
                         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User",
                                       "name": "bob"}]}
                        """)
                .expect(201);

        plane.user("bob").get("/metrics").expect(403);
        workspace.api().get("/metrics").expect(501);
    }
}
