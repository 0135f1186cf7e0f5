package dev.hanse.it.tenancy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import dev.hanse.it.exports.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may do what where, as a table that reviewers can read: `authz-matrix.txt`.
///
/// Writes are dry runs, so that every cell is asked in the same state. `-Dgolden=update` writes the
/// table anew.
class AuthorizationMatrixTest extends ControlPlaneTest {

    private static final Path GOLDEN = Path.of("src/test/resources/authz-matrix.txt");
    private static final String SECRET = "hidden-secret";

    private record Resource(String name, String collection, String object, String body) {}

    private static final List<Resource> RESOURCES =
            List.of(
                    new Resource(
                            "secrets",
                            "/api/v1/namespaces/default/secrets",
                            SECRET,
                            "{\"metadata\": {\"name\": \"new\"}}"),
                    new Resource(
                            "namespaces",
                            "/api/v1/namespaces",
                            "default",
                            "{\"metadata\": {\"name\": \"new\"}}"),
                    new Resource(
                            "clusterroles",
                            "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                            "hidden-role",
                            "{\"metadata\": {\"name\": \"new\"}}"),
                    new Resource(
                            "databases",
                            "/apis/db.example.com/v1/namespaces/default/databases",
                            "hidden-database",
                            """
                            {"apiVersion": "db.example.com/v1", "kind": "Database",
                             "metadata": {"name": "new"}, "spec": {"size": "s"}}
                            """),
                    new Resource(
                            "workspaces",
                            "/apis/tenancy.kcp.io/v1alpha1/workspaces",
                            "hidden-child",
                            """
                            {"apiVersion": "tenancy.kcp.io/v1alpha1", "kind": "Workspace",
                             "metadata": {"name": "new"},
                             "spec": {"type": {"name": "universal", "path": "root"}}}
                            """),
                    new Resource(
                            "apibindings",
                            "/apis/apis.kcp.io/v1alpha2/apibindings",
                            "databases",
                            """
                            {"apiVersion": "apis.kcp.io/v1alpha2", "kind": "APIBinding",
                             "metadata": {"name": "new"}, "spec": {"reference": {"export":
                              {"path": "root", "name": "topology.kcp.io"}}}}
                            """),
                    new Resource(
                            "logicalclusters",
                            "/apis/core.kcp.io/v1alpha1/logicalclusters",
                            "cluster",
                            """
                            {"apiVersion": "core.kcp.io/v1alpha1", "kind": "LogicalCluster",
                             "metadata": {"name": "cluster"}}
                            """));

    /// What is about the API and not about objects.
    private static final List<Resource> PATHS =
            Stream.of("/", "/api", "/apis", "/openapi/v2", "/openapi/v3", "/version")
                    .map(path -> new Resource(path, path, "", ""))
                    .toList();

    private static final Verb GET = (api, of) -> api.get(of.collection() + "/" + of.object());

    private static final Map<String, Verb> VERBS = verbs();

    private interface Verb {
        Answer ask(Api api, Resource resource);
    }

    private final Map<String, Api> roles = new LinkedHashMap<>();
    private final Map<String, Function<Api, Api>> places = new LinkedHashMap<>();
    private TestingWorkspace a;

    private static Map<String, Verb> verbs() {
        var verbs = new LinkedHashMap<String, Verb>();
        verbs.put("list", (api, of) -> api.get(of.collection()));
        verbs.put("get", GET);
        verbs.put("create", (api, of) -> api.post(of.collection() + "?dryRun=All", of.body()));
        verbs.put(
                "patch",
                (api, of) ->
                        api.mergePatch(
                                of.collection() + "/" + of.object() + "?dryRun=All",
                                "{\"metadata\": {\"labels\": {\"x\": \"y\"}}}"));
        verbs.put(
                "delete",
                (api, of) -> api.delete(of.collection() + "/" + of.object() + "?dryRun=All"));
        return verbs;
    }

    @BeforeAll
    void furnish() {
        var market = Market.open(plane);
        a = market.consumer("alice", "tenant-a");
        market.consumer("bob", "tenant-b");
        a.api()
                .post(
                        RESOURCES.getFirst().collection(),
                        "{\"metadata\": {\"name\": \"hidden-secret\"}}")
                .expect(201);
        a.api()
                .post(RESOURCES.get(2).collection(), "{\"metadata\": {\"name\": \"hidden-role\"}}")
                .expect(201);
        a.api()
                .post(
                        RESOURCES.get(3).collection(),
                        RESOURCES.get(3).body().replace("\"new\"", "\"hidden-database\""))
                .expect(201);
        plane.workspace(a.owner(), a.path(), "hidden-child", "universal");

        roles.put("anonymous", plane.anonymous());
        roles.put("tenant A", plane.user("alice"));
        roles.put("tenant B", plane.user("bob"));
        roles.put("provider", plane.user("dba"));
        roles.put("admin", plane.admin());
        roles.put("operator", plane.operator());

        var view = market.view();
        places.put("A by path", api -> api.in(a.path()));
        places.put("A by name", api -> api.in(a.cluster()));
        places.put("all", api -> api.in("*"));
        places.put("view, all", api -> api.at(view).in("*"));
        places.put("view, A", api -> api.at(view).in(a.cluster()));
    }

    @Test
    void isAsReviewed() throws IOException {
        var actual = matrix();
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, actual);
        }

        assertThat(actual).isEqualTo(Files.readString(GOLDEN));
    }

    private String matrix() {
        var text =
                new StringBuilder("# Regenerate with -Dgolden=update and review the difference.\n");
        places.forEach(
                (place, in) -> {
                    text.append("\n").append(place).append("\n");
                    text.append(String.format("%-17s%-9s", "", ""));
                    roles.keySet().forEach(role -> text.append(String.format("%-11s", role)));
                    text.setLength(text.toString().stripTrailing().length());
                    text.append("\n");
                    for (var resource : RESOURCES) {
                        VERBS.forEach((verb, how) -> text.append(row(in, resource, verb, how)));
                    }
                    for (var path : PATHS) {
                        text.append(row(in, path, "get", (api, of) -> api.get(of.collection())));
                    }
                });
        text.append("\nserver\n");
        for (var path : List.of("/storage/snapshot", "/storage/statistics", "/metrics")) {
            for (var prefix :
                    List.of("", "/clusters/root", "/clusters/" + a.cluster(), "/clusters/*")) {
                text.append(row(prefix + path));
            }
        }
        return text.toString();
    }

    /// What is no resource, about the server as a whole or where somebody might look for that.
    private String row(String path) {
        var row = new StringBuilder(String.format("%-40s", path.replace(a.cluster(), "A")));
        roles.values().forEach(api -> row.append(String.format("%-11d", api.get(path).status())));
        return row.toString().stripTrailing() + "\n";
    }

    private String row(Function<Api, Api> in, Resource resource, String verb, Verb how) {
        var row = new StringBuilder(String.format("%-17s%-9s", resource.name(), verb));
        roles.values()
                .forEach(
                        api ->
                                row.append(
                                        String.format(
                                                "%-11d",
                                                how.ask(in.apply(api), resource).status())));
        return row.toString().stripTrailing() + "\n";
    }

    /// A refusal is the same whether the object, and the workspace, are there or not.
    @Test
    void refusalsRevealNothing() {
        var differing = new ArrayList<String>();
        for (var role : List.of("anonymous", "tenant B", "provider")) {
            var api = requireNonNull(roles.get(role));
            for (var resource : RESOURCES) {
                VERBS.forEach(
                        (verb, how) -> {
                            var there = how.ask(api.in(a.cluster()), resource);
                            if (there.status() == 403) {
                                var nowhere = how.ask(api.in("nosuchcluster"), resource);
                                if (!there.text().equals(nowhere.text())) {
                                    differing.add(
                                            role
                                                    + " "
                                                    + verb
                                                    + " "
                                                    + resource.name()
                                                    + "\n  "
                                                    + there.text()
                                                    + "\n  "
                                                    + nowhere.text());
                                }
                            }
                        });
                var missing =
                        new Resource(
                                resource.name(), resource.collection(), "missing", resource.body());
                var there = GET.ask(api.in(a.cluster()), resource);
                var notThere = GET.ask(api.in(a.cluster()), missing);
                assertThat(notThere.text().replace("missing", resource.object()))
                        .as(role + " gets " + resource.name())
                        .isEqualTo(there.text());
            }
        }

        assertThat(differing).isEmpty();
    }

    @Test
    void nothingOfATenantIsInAnyAnswerToAnother() {
        for (var role : List.of("anonymous", "tenant B")) {
            var api = requireNonNull(roles.get(role));
            places.forEach(
                    (place, in) -> {
                        for (var resource : RESOURCES) {
                            VERBS.forEach(
                                    (verb, how) -> {
                                        var answer = how.ask(in.apply(api), resource);
                                        assertThat(answer.status())
                                                .as(
                                                        role
                                                                + " "
                                                                + verb
                                                                + " "
                                                                + resource.name()
                                                                + " "
                                                                + place)
                                                .isBetween(400, 499);
                                        assertThat(answer.text()).doesNotContain(a.cluster());
                                    });
                        }
                    });
        }
    }
}
