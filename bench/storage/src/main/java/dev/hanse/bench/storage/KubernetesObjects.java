package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/// Objects of about 1 KiB as a cluster holds them: the structure repeats, and names, hashes, times
/// and settings differ. What compresses here compresses in a cluster.
///
/// Not thread-safe.
final class KubernetesObjects {

    private static final int SIZE = 1024;

    private static final String[] WORDS = {
        "api",
        "auth",
        "billing",
        "cache",
        "catalog",
        "checkout",
        "collector",
        "config",
        "consumer",
        "database",
        "delivery",
        "edge",
        "export",
        "frontend",
        "gateway",
        "history",
        "identity",
        "import",
        "ingest",
        "inventory",
        "invoice",
        "ledger",
        "limits",
        "mailer",
        "metrics",
        "notifier",
        "orders",
        "payments",
        "planner",
        "portal",
        "pricing",
        "profile",
        "proxy",
        "queue",
        "ranking",
        "recorder",
        "registry",
        "report",
        "router",
        "scheduler",
        "search",
        "session",
        "shipping",
        "stock",
        "stream",
        "sync",
        "tenant",
        "tracker",
        "worker",
        "writer"
    };

    private final SplittableRandom random;

    KubernetesObjects(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// The next object, of exactly 1 KiB unless its fixed parts need more.
    Bytes next() {
        return Bytes.utf8(
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> configMap();
                    case 4, 5, 6 -> deployment();
                    case 7 -> secret();
                    default -> claim();
                });
    }

    private String configMap() {
        return filled(
                head("v1", "ConfigMap") + "\"data\":{\"application.properties\":\"%s\"}}",
                this::setting);
    }

    private String secret() {
        return filled(
                head("v1", "Secret") + "\"type\":\"Opaque\",\"data\":{\"token\":\"%s\"}}",
                () -> {
                    var bytes = new byte[96];
                    random.nextBytes(bytes);
                    return Base64.getEncoder().encodeToString(bytes);
                });
    }

    private String claim() {
        return filled(
                head("databases.example.org/v1alpha1", "PostgresClaim")
                        + """
                        "spec":{"version":"%d.%d","storageGiB":%d,"replicas":%d,"plan":"%s"},\
                        "status":{"phase":"Ready","conditions":[{"type":"Ready","status":"True",\
                        "lastTransitionTime":"%s","reason":"Provisioned",\
                        "message":"endpoint %s.%s.svc:5432"}],"notes":"%%s"}}\
                        """
                                .formatted(
                                        12 + random.nextInt(6),
                                        random.nextInt(10),
                                        1 + random.nextInt(500),
                                        1 + random.nextInt(5),
                                        word(),
                                        time(),
                                        name(),
                                        word()),
                this::setting);
    }

    private String deployment() {
        var app = name();
        return filled(
                head("apps/v1", "Deployment")
                        + """
                        "spec":{"replicas":%d,"selector":{"matchLabels":{"app":"%s"}},\
                        "template":{"metadata":{"labels":{"app":"%s"}},"spec":{"containers":[{\
                        "name":"%s","image":"registry.example.org/%s/%s@sha256:%s","ports":[{\
                        "containerPort":%d}],"args":["%%s"]}]}}},\
                        "status":{"observedGeneration":%d,"readyReplicas":%d}}\
                        """
                                .formatted(
                                        1 + random.nextInt(9),
                                        app,
                                        app,
                                        word(),
                                        word(),
                                        app,
                                        hex(32),
                                        1024 + random.nextInt(60_000),
                                        1 + random.nextInt(40),
                                        1 + random.nextInt(9)),
                this::setting);
    }

    private String head(String apiVersion, String kind) {
        return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s","namespace":"%s-%s","uid":"%s",\
        "generation":%d,"creationTimestamp":"%s","labels":{"app.kubernetes.io/name":"%s",\
        "app.kubernetes.io/part-of":"%s"},"annotations":{"example.org/checksum":"%s"}},\
        """
                .formatted(
                        apiVersion,
                        kind,
                        name(),
                        word(),
                        word(),
                        new UUID(random.nextLong(), random.nextLong()),
                        1 + random.nextInt(40),
                        time(),
                        word(),
                        word(),
                        hex(8));
    }

    private interface Filler {

        String next();
    }

    private static String filled(String template, Filler filler) {
        int room = SIZE - (template.length() - "%s".length());
        var text = new StringBuilder();
        while (text.length() < room) {
            text.append(filler.next());
        }
        text.setLength(Math.max(0, room));
        return template.replace("%s", text);
    }

    private String setting() {
        return switch (random.nextInt(4)) {
            case 0 -> "%s.%s.timeout=%dms ".formatted(word(), word(), random.nextInt(30_000));
            case 1 -> "%s.%s.enabled=%s ".formatted(word(), word(), random.nextInt(2) == 0);
            case 2 -> "%s.url=https://%s.%s.svc/%s ".formatted(word(), name(), word(), hex(3));
            default -> "%s.%s=%s ".formatted(word(), word(), hex(8));
        };
    }

    private String name() {
        return word() + "-" + word() + "-" + hex(4);
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private String hex(int bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            text.append(String.format(Locale.ROOT, "%02x", random.nextInt(256)));
        }
        return text.toString();
    }

    private String time() {
        return "2026-%02d-%02dT%02d:%02d:%02dZ"
                .formatted(
                        1 + random.nextInt(11),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60));
    }
}
