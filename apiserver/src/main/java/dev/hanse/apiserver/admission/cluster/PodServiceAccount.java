package dev.hanse.apiserver.admission.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.List;
import java.util.random.RandomGenerator;

/// Every pod runs as an account of its namespace and finds that account's token in a volume
/// (Kubernetes' ServiceAccount plugin).
final class PodServiceAccount implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final StorageResource ACCOUNTS =
            StorageResource.builtIn(new GroupResource("", "serviceaccounts"));
    private static final String MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String VOLUME = "kube-api-access-";

    /// Kubernetes' odd second tells its own tokens from those that somebody asked for.
    private static final int TOKEN_SECONDS = 3607;

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final StoredObjects objects;
    private final RandomGenerator random;

    PodServiceAccount(StoredObjects objects, RandomGenerator random) {
        this.objects = objects;
        this.random = random;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(PODS) || request.operation() != Operation.CREATE) {
            return;
        }
        var pod = request.requireObject();
        if (pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror")) {
            // What a kubelet runs on its own account has none in the cluster.
            return;
        }
        var spec = pod.withObjectProperty("spec");
        var name = spec.path("serviceAccountName").asText("default");
        spec.put("serviceAccountName", name).put("serviceAccount", name);
        var account = account(request, name);
        if (mountsToken(spec, account)) {
            mountToken(spec);
        }
        var secrets = account.json().path("imagePullSecrets");
        if (spec.path("imagePullSecrets").isEmpty() && !secrets.isEmpty()) {
            spec.set("imagePullSecrets", secrets.deepCopy());
        }
    }

    private KubeObject account(AdmissionRequest request, String name) {
        return objects.get(ACCOUNTS, new ObjectKey(request.cluster(), request.namespace(), name))
                .orElseThrow(
                        () ->
                                ApiException.forbidden(
                                        PODS,
                                        request.name(),
                                        "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                                                .formatted(request.namespace(), name, name)));
    }

    private static boolean mountsToken(JsonNode spec, KubeObject account) {
        var wish = spec.path("automountServiceAccountToken");
        return wish.isBoolean()
                ? wish.asBoolean()
                : account.json().path("automountServiceAccountToken").asBoolean(true);
    }

    private void mountToken(ObjectNode spec) {
        var volume = existingVolume(spec);
        boolean used = false;
        for (var list : List.of("initContainers", "containers")) {
            for (var container : spec.path(list)) {
                if (!hasMount(container)) {
                    ((ObjectNode) container)
                            .withArrayProperty("volumeMounts")
                            .addObject()
                            .put("name", volume)
                            .put("readOnly", true)
                            .put("mountPath", MOUNT);
                    used = true;
                }
            }
        }
        if (used && !hasVolume(spec, volume)) {
            addVolume(spec, volume);
        }
    }

    private static boolean hasMount(JsonNode container) {
        for (var mount : container.path("volumeMounts")) {
            if (mount.path("mountPath").asText().equals(MOUNT)) {
                return true;
            }
        }
        return false;
    }

    private String existingVolume(JsonNode spec) {
        for (var volume : spec.path("volumes")) {
            var name = volume.path("name").asText();
            if (name.startsWith(VOLUME)) {
                return name;
            }
        }
        var name = new StringBuilder(VOLUME);
        for (int i = 0; i < 5; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    private static boolean hasVolume(JsonNode spec, String name) {
        for (var volume : spec.path("volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static void addVolume(ObjectNode spec, String name) {
        var projected =
                spec.withArrayProperty("volumes")
                        .addObject()
                        .put("name", name)
                        .putObject("projected")
                        .put("defaultMode", 0644);
        var sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", "token");
        var authority = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
        authority.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        sources.addObject()
                .putObject("downwardAPI")
                .putArray("items")
                .addObject()
                .put("path", "namespace")
                .putObject("fieldRef")
                .put("apiVersion", "v1")
                .put("fieldPath", "metadata.namespace");
    }
}
