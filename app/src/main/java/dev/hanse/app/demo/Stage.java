package dev.hanse.app.demo;

import dev.hanse.app.demo.Setting.Person;
import dev.hanse.app.demo.Setting.Site;
import dev.hanse.app.kubeconfig.Kubeconfig;
import dev.hanse.machinery.codec.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// The programs of the story: control plane, worker clusters, syncers and the operators beside
/// them.
final class Stage implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final String CONTROL_PLANE = "control-plane";
    private static final String HEARTBEAT = "PT2S";
    private static final String GRACE = "PT6S";

    private final Setting setting;
    private final Duration patience;
    private final Narrator narrator;
    private final Children children;
    private final List<DatabaseOperator> operators = new CopyOnWriteArrayList<>();

    /// @param patience how long a program may take to become ready
    Stage(Setting setting, Duration patience, Narrator narrator) {
        this.setting = setting;
        this.patience = patience;
        this.narrator = narrator;
        this.children = new Children(setting.directory(), setting.logs());
    }

    void startControlPlane() {
        var arguments =
                List.of(
                        "start",
                        "--root-directory",
                        setting.shown(setting.controlPlane()),
                        "--secure-port",
                        Integer.toString(setting.port()),
                        "--token-auth-file",
                        setting.shown(setting.tokens()),
                        "--site-grace-period",
                        GRACE);
        narrator.command("hanse " + String.join(" ", arguments) + " &");
        children.start(CONTROL_PLANE, arguments);
        var admin = setting.controlPlane().resolve("admin.kubeconfig");
        awaitFile(CONTROL_PLANE, admin);
        awaitReady(CONTROL_PLANE, admin);
    }

    /// The kubeconfig with a context for each person, at home in their workspace.
    void writePeoplesKubeconfig() {
        var admin = setting.controlPlane().resolve("admin.kubeconfig");
        var config = new Kubeconfig(certificateAuthority(admin));
        for (var person : Person.values()) {
            config.cluster(person.user(), setting.url() + "/clusters/" + person.home())
                    .user(person.user(), person.token())
                    .context(person.user(), person.user(), person.user());
        }
        config.current(Person.ALICE.user()).write(setting.kubeconfig());
    }

    void killControlPlane() {
        narrator.command("kill -9 " + children.pid(CONTROL_PLANE));
        children.kill(CONTROL_PLANE);
    }

    void startWorker(Site site) {
        if (!setting.isStandIn(site)) {
            return;
        }
        var arguments =
                List.of(
                        "kube-apiserver",
                        "--cert-dir",
                        setting.shown(setting.workerDirectory(site)),
                        "--secure-port",
                        Integer.toString(Setting.freePort()),
                        "--kubeconfig",
                        setting.shown(setting.workerKubeconfig(site)));
        narrator.command("hanse " + String.join(" ", arguments) + " &");
        children.start(site.name(), arguments);
    }

    void awaitWorker(Site site) {
        var kubeconfig = setting.workerKubeconfig(site);
        awaitFile(site.name(), kubeconfig);
        awaitReady(site.name(), kubeconfig);
    }

    /// Real worker clusters are asked before anything else: without them the story goes nowhere.
    void checkRealWorkers() {
        for (var site : Setting.SITES) {
            if (!setting.isStandIn(site)) {
                var kubeconfig = setting.workerKubeconfig(site);
                awaitOrFail(
                        () -> Files.exists(kubeconfig) && Probe.isReady(kubeconfig),
                        () -> true,
                        site.name() + " does not answer; its kubeconfig is " + kubeconfig);
                narrator.verified(site.name() + " answers");
            }
        }
    }

    /// What an infrastructure owner does for a new site.
    void register(Site site) {
        var arguments =
                List.of(
                        "register",
                        site.name(),
                        "--kubeconfig",
                        setting.shown(setting.kubeconfig()),
                        "--context",
                        Person.OPS.user(),
                        "--labels",
                        site.labels(),
                        "--export",
                        "root:providers:databases:databases",
                        "-o",
                        setting.shown(setting.syncerKubeconfig(site)));
        narrator.command("hanse " + String.join(" ", arguments));
        var answer = children.run(arguments);
        narrator.answer(answer.text());
        if (!answer.succeeded()) {
            throw new StoryFailedException("could not register " + site.name());
        }
    }

    void startSyncer(Site site) {
        var arguments =
                List.of(
                        "syncer",
                        "--kubeconfig",
                        setting.shown(setting.syncerKubeconfig(site)),
                        "--worker-kubeconfig",
                        setting.shown(setting.workerKubeconfig(site)),
                        "--sync-target-name",
                        site.name(),
                        "--heartbeat",
                        HEARTBEAT);
        narrator.command("hanse " + String.join(" ", arguments) + " &");
        children.start(syncer(site), arguments);
    }

    void killSyncer(Site site) {
        narrator.command("kill -9 " + children.pid(syncer(site)));
        children.kill(syncer(site));
    }

    void startOperator(Site site) {
        var operator = new DatabaseOperator(site.name(), setting.workerKubeconfig(site));
        operator.start();
        operators.add(operator);
    }

    private static String syncer(Site site) {
        return site.name() + "-syncer";
    }

    private void awaitFile(String process, Path file) {
        await(process, () -> Files.exists(file));
    }

    private void awaitReady(String process, Path kubeconfig) {
        await(process, () -> Probe.isReady(kubeconfig));
    }

    private void await(String process, BooleanSupplier check) {
        awaitOrFail(
                check,
                () -> children.isAlive(process),
                process + " did not become ready; its log is " + setting.log(process));
    }

    private void awaitOrFail(BooleanSupplier check, BooleanSupplier hope, String failure) {
        var end = Instant.now().plus(patience);
        while (!check.getAsBoolean()) {
            if (!hope.getAsBoolean() || Instant.now().isAfter(end)) {
                throw new StoryFailedException(failure);
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new StoryFailedException("interrupted");
            }
        }
    }

    private static String certificateAuthority(Path kubeconfig) {
        try {
            var data =
                    Yaml.parse(Files.readString(kubeconfig))
                            .path("clusters")
                            .path(0)
                            .path("cluster")
                            .path("certificate-authority-data")
                            .asText();
            return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        children.close();
        operators.forEach(DatabaseOperator::close);
    }
}
