package dev.hanse.app.demo;

import dev.hanse.app.demo.Setting.Person;
import dev.hanse.app.demo.Setting.Site;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A tenant's order reaches a worker cluster and its status comes back: the story in seven
/// chapters, each ending in checks.
final class Story {

    private static final String INSTANCES =
            "/apis/database.example.io/v1/namespaces/default/postgresqlinstances";
    private static final String FORBIDDEN = "(Forbidden)";
    private static final String READY_PHASE = "jsonpath='{.status.phase}'=Ready";
    private static final String READY = "condition=Ready";
    private static final String UIDS =
            "-o jsonpath='{range .items[*]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}'";
    private static final String UIDS_AND_VERSIONS =
            "-o jsonpath='{range .items[*]}{.metadata.name} {.metadata.uid}"
                    + " {.metadata.generation}{\"\\n\"}{end}'";

    private final Setting setting;
    private final Stage stage;
    private final Narrator narrator;
    private final Kubectl kubectl;

    Story(Setting setting, Stage stage, Narrator narrator, Kubectl kubectl) {
        this.setting = setting;
        this.stage = stage;
        this.narrator = narrator;
        this.kubectl = kubectl;
    }

    void tell() {
        setting.writeFiles();
        stage.checkRealWorkers();
        buildTheFederation();
        publishAnApi();
        registerSites();
        order();
        deliver();
        lookAround();
        cutOffTheEdge();
        killTheControlPlane();
    }

    private void buildTheFederation() {
        narrator.chapter(
                "A control plane, and workspaces for everybody",
                "One server, many clusters: each workspace is a Kubernetes API of its own, with its"
                        + " own URL.");
        stage.startControlPlane();
        stage.writePeoplesKubeconfig();
        kubectl.run("--context admin apply -f workspaces-root.yaml");
        kubectl.await("--context admin", READY_PHASE, "workspaces --all");
        workspace("root:infrastructure", "sites");
        workspace("root:providers", "databases");
        workspace("root:acme", "team-a");
        workspace("root:globex", "team-b");
        kubectl.run("--context admin get workspaces");
        for (var person : List.of(Person.OPS, Person.DBA, Person.ALICE, Person.BOB)) {
            kubectl.until(
                    "--context " + person.user() + " get namespace default -o name",
                    person.user() + " is at home in " + person.home(),
                    answer -> answer.text().strip().equals("namespace/default"));
        }
    }

    private void workspace(String parent, String name) {
        var server = "--context admin --server " + setting.url() + "/clusters/";
        kubectl.run(server + parent + " apply -f workspace-" + name + ".yaml");
        kubectl.await(server + parent, READY_PHASE, "workspace/" + name);
        kubectl.run(server + parent + ":" + name + " apply -f owner-" + name + ".yaml");
    }

    private void publishAnApi() {
        narrator.chapter(
                "The service owner publishes an API",
                "A schema and an export: from now on, others can bind this API in workspaces"
                        + " of their own.");
        kubectl.run("--context dba apply -f postgresqlinstance.yaml");
        kubectl.run("--context dba apply -f export.yaml");
        var sites =
                kubectl.run(
                                "--context ops get logicalcluster cluster -o"
                                        + " jsonpath='{.metadata.annotations.kcp\\.io/cluster}'")
                        .strip();
        setting.fillIn("export-access.yaml", "SITES_CLUSTER", sites);
        kubectl.run("--context dba apply -f export-access.yaml");
        kubectl.until(
                "--context dba get apiexport databases -o" + " jsonpath='{.status.identityHash}'",
                "the export has an identity",
                answer -> answer.text().strip().length() == 64);
    }

    private void registerSites() {
        narrator.chapter(
                "Three worker clusters register",
                "A syncer beside each cluster dials out to the control plane; nobody dials in.");
        // All at once: starting is most of the time this chapter takes.
        Setting.SITES.forEach(stage::startWorker);
        kubectl.run("--context ops apply -f sites-apis.yaml");
        kubectl.await("--context ops", READY, "apibindings --all");
        kubectl.run("--context ops apply -f locations.yaml");
        for (var site : Setting.SITES) {
            stage.awaitWorker(site);
            stage.register(site);
            stage.startSyncer(site);
            stage.startOperator(site);
        }
        kubectl.until(
                "--context ops get synctargets",
                "three sites are connected",
                answer -> occurrences(answer.text(), " True ") >= 3);
    }

    private void order() {
        narrator.chapter(
                "Two tenants bind the API and order",
                "A tenant orders a database by creating an object, in their own workspace.");
        for (var tenant : List.of("alice team-a", "bob team-b")) {
            var person = tenant.substring(0, tenant.indexOf(' '));
            var team = tenant.substring(tenant.indexOf(' ') + 1);
            kubectl.run("--context " + person + " apply -f tenant-apis.yaml");
            kubectl.await("--context " + person, READY, "apibindings --all");
            kubectl.run("--context " + person + " apply -f placements.yaml");
            kubectl.run("--context " + person + " apply -f orders-" + team + ".yaml");
        }
        kubectl.refused("--context alice apply -f order-invalid.yaml", "spec.engineVersion");
        narrator.verified("an invalid order is refused, and the answer names the field");
    }

    private void deliver() {
        narrator.chapter(
                "The orders reach the right sites, and their status comes back",
                "Placements choose the site by labels; the syncer there carries the order"
                        + " down, and status and secret up.");
        for (var person : List.of("alice", "bob")) {
            kubectl.until(
                    "--context " + person + " get postgresqlinstances",
                    "both databases of " + person + " are running",
                    answer -> occurrences(answer.text(), " Running ") == 2);
        }
        kubectl.until(
                worker("edge-1") + "get postgresqlinstances -A",
                "two orders of the same name and namespace live apart on edge-1",
                answer -> occurrences(answer.text(), " orders ") == 2);
        kubectl.until(
                worker("private-1") + "get postgresqlinstances -A",
                "private-1 has alice's other order",
                answer -> answer.text().contains(" billing "));
        kubectl.until(
                worker("public-1") + "get postgresqlinstances -A",
                "public-1 has bob's other order",
                answer -> answer.text().contains(" reports "));
        for (var person : List.of("alice", "bob")) {
            kubectl.until(
                    "--context " + person + " get secret orders-connection",
                    "the connection secret has arrived at " + person + "'s",
                    answer -> answer.text().contains("orders-connection"));
        }
        if (secretOf("alice").equals(secretOf("bob"))) {
            throw new StoryFailedException("two tenants got the same password");
        }
        narrator.verified("each tenant has a password of their own");
    }

    private String secretOf(String person) {
        return kubectl.quietly(
                        "--context "
                                + person
                                + " get secret orders-connection -o jsonpath='{.data.password}'")
                .text();
    }

    private void lookAround() {
        narrator.chapter(
                "The owner sees all orders; a tenant sees their own",
                "One URL shows the service owner every order, and nobody else anything.");
        var view =
                kubectl.until(
                                "--context dba get apiexportendpointslice databases -o"
                                        + " jsonpath='{.status.endpoints[0].url}'",
                                "the export has an endpoint",
                                answer -> answer.text().startsWith("https://"))
                        .strip();
        kubectl.until(
                "--context dba --server '" + view + "/clusters/*' get postgresqlinstances -A",
                "the owner lists the orders of all tenants",
                answer ->
                        occurrences(answer.text(), " orders ") == 2
                                && answer.text().contains(" billing ")
                                && answer.text().contains(" reports "));
        var team =
                kubectl.quietly(
                                "--context alice get logicalcluster cluster -o"
                                        + " jsonpath='{.metadata.annotations.kcp\\.io/cluster}'")
                        .text()
                        .strip();
        var urls =
                List.of(
                        "/clusters/root:acme:team-a",
                        "/clusters/" + team,
                        "/clusters/*",
                        URI.create(view).getPath() + "/clusters/*",
                        URI.create(view).getPath() + "/clusters/" + team);
        for (var url : urls) {
            refusedEverything(url);
        }
        narrator.verified("bob can neither get, list nor watch anything of alice's, by any URL");
    }

    /// Plain requests, because a client that is refused discovery would not even send them.
    private void refusedEverything(String url) {
        var get = "--context bob get --raw '" + url + INSTANCES;
        kubectl.refused(get + "'", FORBIDDEN);
        kubectl.quietlyRefused(get + "/billing'", FORBIDDEN);
        kubectl.quietlyRefused(get + "?watch=true&timeoutSeconds=5'", FORBIDDEN);
        narrator.answer("refused as well: one order by its name, and a watch");
    }

    private void cutOffTheEdge() {
        narrator.chapter(
                "The edge is cut off while orders change",
                "The control plane keeps what was ordered, says how old its knowledge is, and"
                        + " catches up later.");
        var edge = site("edge-1");
        stage.killSyncer(edge);
        kubectl.run(
                "--context alice patch postgresqlinstance orders --type merge -p"
                        + " '{\"spec\":{\"replicas\":3}}'");
        kubectl.run("--context bob delete postgresqlinstance orders --wait=false");
        kubectl.until(
                "--context ops get synctargets",
                "the silent site is shown as not connected",
                answer -> !lineOf(answer.text(), "edge-1").contains(" True "));
        kubectl.until(
                "--context alice get postgresqlinstance orders -o"
                        + " jsonpath='{.status.conditions[?(@.type==\"SiteConnected\")].message}'",
                "the order says when its site was last heard",
                answer -> answer.text().contains("last heard"));
        stage.startSyncer(edge);
        kubectl.until(
                worker("edge-1")
                        + "get postgresqlinstances -A -o"
                        + " custom-columns=NAME:.metadata.name,REPLICAS:.spec.replicas,GENERATION:.metadata.generation",
                "both changes have arrived, each once",
                answer ->
                        answer.text().lines().count() == 2
                                && answer.text().matches("(?s).*orders\\s+3\\s+2\\s*"));
        kubectl.until(
                "--context bob get postgresqlinstances",
                "bob's deleted order is gone",
                answer -> !answer.text().contains("orders "));
    }

    private void killTheControlPlane() {
        narrator.chapter(
                "The control plane is killed and started again",
                "Workers run on without it, and whatever was acknowledged is still there.");
        var before = snapshot();
        var workersBefore = workerSnapshot();
        stage.killControlPlane();
        if (!workerSnapshot().equals(workersBefore)) {
            throw new StoryFailedException("the workers noticed that the control plane is gone");
        }
        narrator.verified("the workers go on");
        stage.startControlPlane();
        if (!snapshot().equals(before)) {
            throw new StoryFailedException("objects were lost or changed by the restart");
        }
        narrator.verified("nothing is lost: the same objects with the same UIDs");
        kubectl.run("--context bob apply -f order-later.yaml");
        kubectl.until(
                "--context bob get postgresqlinstances",
                "a new order is delivered after the restart",
                answer -> occurrences(answer.text(), " Running ") == 2);
        if (!workerSnapshot().containsAll(workersBefore)) {
            throw new StoryFailedException("the restart changed what runs on the workers");
        }
        narrator.verified("what ran on the workers was not touched");
    }

    /// What everybody has in the control plane: names and UIDs.
    private List<String> snapshot() {
        var all = new ArrayList<String>();
        for (var what :
                List.of(
                        "--context alice get postgresqlinstances,secrets,placements,apibindings",
                        "--context bob get postgresqlinstances,secrets,placements,apibindings",
                        "--context dba get apiexports,apiresourceschemas",
                        "--context ops get synctargets,locations",
                        "--context admin get workspaces")) {
            var answer = kubectl.quietly(what + " " + UIDS);
            if (!answer.succeeded()) {
                throw new StoryFailedException("failed: kubectl " + what + ": " + answer.text());
            }
            all.add(answer.text());
        }
        return all;
    }

    /// What runs on the workers: names, UIDs and generations of the orders.
    private List<String> workerSnapshot() {
        var all = new ArrayList<String>();
        for (var site : Setting.SITES) {
            kubectl.quietly(worker(site.name()) + "get postgresqlinstances -A " + UIDS_AND_VERSIONS)
                    .text()
                    .lines()
                    .map(line -> site.name() + " " + line)
                    .forEach(all::add);
        }
        return all;
    }

    private String worker(String name) {
        return "--kubeconfig " + setting.shown(setting.workerKubeconfig(site(name))) + " ";
    }

    private static Site site(String name) {
        return Setting.SITES.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String lineOf(String table, String name) {
        return table.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElse("");
    }

    /// How often a cell, written with its surrounding blanks, appears in a table.
    private static long occurrences(String table, String cell) {
        return table.lines().filter(line -> (" " + line + " ").contains(cell)).count();
    }
}
