package dev.hanse.app.demo;

import dev.hanse.app.Kubeconfig;
import dev.hanse.app.demo.Setting.Person;
import dev.hanse.app.demo.Setting.Site;
import dev.hanse.machinery.codec.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The programs of the story: control plane, worker clusters, syncers and the operators beside them.
final class Stage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONTROL_PLANE = "control-plane";
    private static final String HEARTBEAT = "PT2S";
    private static final String GRACE = "PT6S";

    private final Setting setting;
    private final Narrator narrator;
    private final Children children;
    private final List<DatabaseOperator> operators = new ArrayList<>();

    Stage(Setting setting, Narrator narrator) {
        this.setting = setting;
        this.narrator = narrator;
        this.children = new Children(setting.directory().resolve("logs"));
    }

    void startControlPlane() {
        var arguments =
                List.of(
                        "start",
                        "--root-directory",
                        setting.controlPlane().toString(),
                        "--secure-port",
                        Integer.toString(setting.port()),
                        "--token-auth-file",
                        setting.tokens().toString(),
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

    long killControlPlane() {
        long pid = children.pid(CONTROL_PLANE);
        narrator.command("kill -9 " + pid);
        children.kill(CONTROL_PLANE);
        return pid;
    }

    void startWorker(Site site) {
        if (!setting.isStandIn(site)) {
            return;
        }
        var arguments =
                List.of(
                        "kube-apiserver",
                        "--cert-dir",
                        setting.workerDirectory(site).toString(),
                        "--secure-port",
                        Integer.toString(Setting.freePort()),
                        "--kubeconfig",
                        setting.workerKubeconfig(site).toString());
        narrator.command("hanse " + String.join(" ", arguments) + " &");
        children.start(site.name(), arguments);
    }

    void awaitWorker(Site site) {
        if (setting.isStandIn(site)) {
            awaitFile(site.name(), setting.workerKubeconfig(site));
            awaitReady(site.name(), setting.workerKubeconfig(site));
        }
    }

    /// What an infrastructure owner does for a new site.
    void register(Site site) {
        var arguments =
                List.of(
                        "register",
                        site.name(),
                        "--kubeconfig",
                        setting.kubeconfig().toString(),
                        "--context",
                        Person.OPS.user(),
                        "--labels",
                        site.labels(),
                        "--export",
                        "root:providers:databases:databases",
                        "-o",
                        setting.syncerKubeconfig(site).toString());
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
                        setting.syncerKubeconfig(site).toString(),
                        "--worker-kubeconfig",
                        setting.workerKubeconfig(site).toString(),
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

    private interface Check {
        boolean holds();
    }

    private void await(String process, Check check) {
        var end = Instant.now().plus(PATIENCE);
        while (!check.holds()) {
            if (!children.isAlive(process) || Instant.now().isAfter(end)) {
                throw new StoryFailedException(
                        process + " did not become ready; its log is " + children.log(process));
            }
            try {
                Thread.sleep(100);
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
        operators.forEach(DatabaseOperator::close);
        children.close();
    }
}
