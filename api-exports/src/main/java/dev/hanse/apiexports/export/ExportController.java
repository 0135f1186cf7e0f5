package dev.hanse.apiexports.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Conditions.Severity;
import dev.hanse.workspaces.api.Hashes;
import dev.hanse.workspaces.api.Marks;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Gives an export its identity and its endpoint slice.
///
/// The identity is a secret; its hash names the storage of the export's objects in all clusters, so
/// it is written once and only checked from then on.
public final class ExportController implements Reconciler<ExportReference> {
    private static final String IDENTITY_NAMESPACE = "kcp-system";
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");
    private static final String VALID = "IdentityValid";

    private final ObjectClient client;
    private final RandomGenerator random;
    private final Clock clock;

    public ExportController(ObjectClient client, RandomGenerator random, Clock clock) {
        this.client = client;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ExportReference key) {
        var found = client.find(ResourceScope.in(key.cluster(), Apis.EXPORTS), key.name());
        if (found.isEmpty() || found.get().isBeingDeleted()) {
            return Result.done();
        }
        var export = withSecretReference(key, found.get());
        var reference = export.spec().path("identity").path("secretRef");
        var hash =
                client.find(
                                ResourceScope.in(
                                        key.cluster(),
                                        SECRETS,
                                        reference.path("namespace").asText()),
                                reference.path("name").asText())
                        .flatMap(ExportController::identityHash);
        describe(key, export, hash);
        ensureSlice(key, export);
        return Result.done();
    }

    /// The hash of the key in an identity secret.
    static Optional<String> identityHash(KubeObject secret) {
        var encoded = secret.json().path("data").path("key").asText();
        return encoded.isEmpty()
                ? Optional.empty()
                : Optional.of(Hashes.hex(Hashes.sha256(Base64.getDecoder().decode(encoded))));
    }

    private KubeObject withSecretReference(ExportReference key, KubeObject export) {
        if (!export.spec().path("identity").path("secretRef").path("name").asText().isEmpty()) {
            return export;
        }
        createUnlessThere(
                ResourceScope.in(key.cluster(), NAMESPACES),
                KubeObject.of(
                        new GroupVersionKind("", "v1", "Namespace"), null, IDENTITY_NAMESPACE));
        createUnlessThere(
                ResourceScope.in(key.cluster(), SECRETS, IDENTITY_NAMESPACE),
                newSecret(key.name()));
        return client.update(
                ResourceScope.in(key.cluster(), Apis.EXPORTS),
                export.with(
                        json ->
                                json.withObjectProperty("spec")
                                        .withObjectProperty("identity")
                                        .putObject("secretRef")
                                        .put("namespace", IDENTITY_NAMESPACE)
                                        .put("name", key.name())));
    }

    private KubeObject newSecret(String name) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var key = Base64.getUrlEncoder().withoutPadding().encode(bytes);
        var secret =
                KubeObject.of(new GroupVersionKind("", "v1", "Secret"), IDENTITY_NAMESPACE, name);
        secret.json().put("type", "Opaque");
        secret.json().putObject("data").put("key", Base64.getEncoder().encodeToString(key));
        return secret;
    }

    private void describe(ExportReference key, KubeObject export, Optional<String> hash) {
        var known = export.status().path("identityHash").asText();
        var edited =
                export.with(
                        json -> {
                            var conditions = Conditions.of(json, clock);
                            if (hash.isEmpty()) {
                                conditions.markFalse(
                                        VALID,
                                        "IdentityVerificationFailed",
                                        Severity.ERROR,
                                        "identity secret not found or without key");
                            } else if (known.isEmpty() || known.equals(hash.get())) {
                                json.withObjectProperty("status").put("identityHash", hash.get());
                                conditions.markTrue(VALID);
                            } else {
                                conditions.markFalse(
                                        VALID,
                                        "IdentityVerificationFailed",
                                        Severity.ERROR,
                                        "hash mismatch: identity secret hash \""
                                                + hash.get()
                                                + "\" must match status.identityHash \""
                                                + known
                                                + "\"");
                            }
                        });
        if (!edited.equals(export)) {
            client.updateStatus(ResourceScope.in(key.cluster(), Apis.EXPORTS), edited);
        }
    }

    private void ensureSlice(ExportReference key, KubeObject export) {
        var scope = ResourceScope.in(key.cluster(), Apis.SLICES);
        if (export.annotation(Apis.SKIP_SLICE).isPresent()
                || client.find(scope, key.name()).isPresent()) {
            return;
        }
        var slice = KubeObject.of(Apis.SLICE_KIND, null, key.name());
        var owner = JsonNodeFactory.instance.objectNode();
        owner.put("apiVersion", Apis.GROUP + "/v1alpha1")
                .put("kind", "APIExport")
                .put("name", export.name())
                .put("uid", export.uid());
        slice.json().withObjectProperty("metadata").putArray("ownerReferences").add(owner);
        slice.json()
                .putObject("spec")
                .putObject("export")
                .put("path", export.annotation(Marks.PATH).orElse(key.cluster().value()))
                .put("name", export.name());
        createUnlessThere(scope, slice);
    }

    private void createUnlessThere(ResourceScope scope, KubeObject object) {
        try {
            client.create(scope, object);
        } catch (ApiException e) {
            if (!e.isAlreadyExists()) {
                throw e;
            }
        }
    }
}
