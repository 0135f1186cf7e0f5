package dev.hanse.apiserver.authn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `serviceaccounts/token`: answers a TokenRequest with a new token.
public final class TokenRequests implements SubresourceHandler {

    private static final GroupVersionKind KIND =
            new GroupVersionKind("authentication.k8s.io", "v1", "TokenRequest");
    private static final Set<String> BINDABLE_KINDS = Set.of("Pod", "Secret");
    private static final long DEFAULT_SECONDS = 3600;
    private static final long MINIMUM_SECONDS = 600;
    private static final long MAXIMUM_SECONDS = 1L << 32;

    private final ServiceAccountTokens tokens;
    private final ServiceAccountConfig config;
    private final StoredObjects objects;

    public TokenRequests(
            ServiceAccountTokens tokens, ServiceAccountConfig config, StoredObjects objects) {
        this.tokens = tokens;
        this.config = config;
        this.objects = objects;
    }

    @Override
    public GroupVersionKind kind() {
        return KIND;
    }

    @Override
    public Set<String> verbs() {
        return Set.of("create");
    }

    @Override
    public KubeObject create(
            RequestContext context, ObjectKey key, KubeObject parent, ObjectNode body) {
        var spec = body.path("spec");
        long seconds = spec.path("expirationSeconds").asLong(DEFAULT_SECONDS);
        validate(key.name(), seconds);
        var asked = strings(spec.path("audiences"));
        var audiences = asked.isEmpty() ? config.audiences() : asked;
        var issued =
                tokens.issue(
                        parent,
                        key.cluster(),
                        audiences,
                        context.received(),
                        Duration.ofSeconds(seconds),
                        boundTo(key, spec.path("boundObjectRef")));
        return KubeObject.of(KIND, key.namespace(), key.name())
                .with(
                        answer -> {
                            ((ObjectNode) answer.path("metadata"))
                                    .put(
                                            "creationTimestamp",
                                            context.received()
                                                    .truncatedTo(ChronoUnit.SECONDS)
                                                    .toString());
                            var answered = answer.putObject("spec");
                            var list = answered.putArray("audiences");
                            audiences.forEach(list::add);
                            answered.put("expirationSeconds", seconds);
                            if (spec.hasNonNull("boundObjectRef")) {
                                answered.set("boundObjectRef", spec.path("boundObjectRef"));
                            }
                            answer.putObject("status")
                                    .put("token", issued.token())
                                    .put("expirationTimestamp", issued.expires().toString());
                        });
    }

    private static void validate(String name, long seconds) {
        var errors = new ArrayList<FieldError>();
        if (seconds < MINIMUM_SECONDS) {
            errors.add(
                    FieldError.invalid(
                            "spec.expirationSeconds",
                            seconds,
                            "may not specify a duration less than 10 minutes"));
        }
        if (seconds > MAXIMUM_SECONDS) {
            errors.add(
                    FieldError.invalid(
                            "spec.expirationSeconds",
                            seconds,
                            "may not specify a duration larger than 2^32 seconds"));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(KIND, name, errors);
        }
    }

    private ServiceAccountTokens.@Nullable BoundTo boundTo(ObjectKey account, JsonNode reference) {
        if (!reference.isObject()) {
            return null;
        }
        var kind = reference.path("kind").asText();
        var name = reference.path("name").asText();
        var version = reference.path("apiVersion").asText();
        boolean core = version.isEmpty() || version.equals("v1");
        if (!core || !BINDABLE_KINDS.contains(kind)) {
            throw ApiException.badRequest(
                    "cannot bind token to object of type " + version + ", Kind=" + kind);
        }
        var resource = new GroupResource("", kind.equals("Pod") ? "pods" : "secrets");
        var object =
                objects.get(
                                StorageResource.builtIn(resource),
                                new ObjectKey(account.cluster(), account.namespace(), name))
                        .orElseThrow(() -> ApiException.notFound(resource, name));
        if (kind.equals("Pod")) {
            requireSameAccount(account, object);
        }
        var uid = reference.path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(object.uid())) {
            throw ApiException.conflict(
                    new GroupResource("", kind),
                    name,
                    "the UID in the bound object reference ("
                            + uid
                            + ") does not match the UID in record. The object might have been"
                            + " deleted and then recreated");
        }
        return new ServiceAccountTokens.BoundTo(
                kind.equals("Pod") ? "pod" : "secret", name, object.uid());
    }

    private static void requireSameAccount(ObjectKey account, KubeObject pod) {
        var used = pod.spec().path("serviceAccountName").asText();
        if (!used.equals(account.name())) {
            throw ApiException.badRequest(
                    "cannot bind token for serviceaccount \""
                            + account.name()
                            + "\" to pod running with different serviceaccount name.");
        }
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return found;
    }
}
