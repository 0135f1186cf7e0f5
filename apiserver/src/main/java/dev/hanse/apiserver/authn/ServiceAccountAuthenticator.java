package dev.hanse.apiserver.authn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Accepts what [ServiceAccountTokens] issued, as long as the account, and what the token is bound
/// to, still are what they were. Thread-safe.
public final class ServiceAccountAuthenticator implements TokenAuthenticator {

    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

    private static final StorageResource ACCOUNTS = core("serviceaccounts");
    private static final StorageResource SECRETS = core("secrets");
    private static final StorageResource PODS = core("pods");

    private final ServiceAccountKeys keys;
    private final ServiceAccountConfig config;
    private final StoredObjects objects;
    private final Clock clock;

    public ServiceAccountAuthenticator(
            ServiceAccountKeys keys,
            ServiceAccountConfig config,
            StoredObjects objects,
            Clock clock) {
        this.keys = keys;
        this.config = config;
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public Optional<Identity> authenticate(String token, List<String> audiences) {
        SignedJWT jwt;
        JWTClaimsSet claims;
        try {
            jwt = SignedJWT.parse(token);
            claims = jwt.getJWTClaimsSet();
        } catch (ParseException e) {
            return Optional.empty();
        }
        boolean legacy = ServiceAccountTokens.LEGACY_ISSUER.equals(claims.getIssuer());
        if (!legacy && !config.issuers().contains(claims.getIssuer())) {
            return Optional.empty();
        }
        verifySignature(jwt);
        var meantFor = legacy ? config.audiences() : claims.getAudience();
        var matching = audiences.stream().filter(meantFor::contains).toList();
        if (matching.isEmpty()) {
            throw Unauthorized.because("token is meant for " + meantFor);
        }
        try {
            return Optional.of(
                    new Identity(legacy ? legacyUser(claims, token) : boundUser(claims), matching));
        } catch (ParseException e) {
            throw Unauthorized.because("service account token with unreadable claims", e);
        }
    }

    private void verifySignature(SignedJWT jwt) {
        var header = jwt.getHeader();
        var keyId = header.getKeyID() == null ? "" : header.getKeyID();
        for (JWSVerifier verifier : keys.verifiers(header.getAlgorithm(), keyId)) {
            try {
                if (jwt.verify(verifier)) {
                    return;
                }
            } catch (JOSEException e) {
                throw Unauthorized.because("unreadable token signature", e);
            }
        }
        throw Unauthorized.because("token is not signed by a service account key");
    }

    private User boundUser(JWTClaimsSet claims) throws ParseException {
        requireInTime(claims);
        var details = claims.getJSONObjectClaim(ServiceAccountTokens.CLAIM);
        if (details == null) {
            throw Unauthorized.because("not a service account token");
        }
        var cluster = clusterName(text(details, "clusterName"));
        var namespace = text(details, "namespace");
        var account = reference(details, "serviceaccount");
        if (account == null) {
            throw Unauthorized.because("token names no service account");
        }
        requireAlive(ACCOUNTS, cluster, namespace, account);
        var extra = new HashMap<String, List<String>>();
        var secret = reference(details, "secret");
        if (secret != null) {
            requireAlive(SECRETS, cluster, namespace, secret);
        }
        var pod = reference(details, "pod");
        if (pod != null) {
            requireAlive(PODS, cluster, namespace, pod);
            extra.put(POD_NAME, List.of(pod.name()));
            extra.put(POD_UID, List.of(pod.uid()));
        }
        if (claims.getJWTID() != null) {
            extra.put(CREDENTIAL_ID, List.of("JTI=" + claims.getJWTID()));
        }
        return user(cluster, namespace, account, extra, claims);
    }

    private User legacyUser(JWTClaimsSet claims, String token) throws ParseException {
        var cluster = clusterName(legacy(claims, "clusterName"));
        var namespace = legacy(claims, "namespace");
        var account =
                new Reference(
                        legacy(claims, "service-account.name"),
                        legacy(claims, "service-account.uid"));
        requireAlive(ACCOUNTS, cluster, namespace, account);
        var secret = find(SECRETS, cluster, namespace, legacy(claims, "secret.name"));
        var stored = secret.json().path("data").path("token").asText();
        var expected = Base64.getEncoder().encodeToString(token.getBytes(UTF_8));
        if (!MessageDigest.isEqual(stored.getBytes(UTF_8), expected.getBytes(UTF_8))) {
            throw Unauthorized.because("token is not the one in its secret");
        }
        return user(cluster, namespace, account, new HashMap<>(), claims);
    }

    private record Reference(String name, String uid) {}

    private static User user(
            ClusterName cluster,
            String namespace,
            Reference account,
            Map<String, List<String>> extra,
            JWTClaimsSet claims) {
        var name = new ServiceAccountName(namespace, account.name());
        if (!name.userName().equals(claims.getSubject())) {
            throw Unauthorized.because("token subject and account differ");
        }
        extra.put(ExtraKeys.CLUSTER_NAME, List.of(cluster.value()));
        var groups = new ArrayList<>(name.groups());
        groups.add(User.AUTHENTICATED);
        return new User(name.userName(), account.uid(), groups, extra);
    }

    private void requireInTime(JWTClaimsSet claims) {
        var now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null || now.minus(LEEWAY).isAfter(expires.toInstant())) {
            throw Unauthorized.because("service account token has expired");
        }
        Date start = claims.getNotBeforeTime();
        if (start != null && now.plus(LEEWAY).isBefore(start.toInstant())) {
            throw Unauthorized.because("service account token is not valid yet");
        }
    }

    private void requireAlive(
            StorageResource resource, ClusterName cluster, String namespace, Reference reference) {
        var found = find(resource, cluster, namespace, reference.name());
        if (!found.uid().equals(reference.uid())) {
            throw Unauthorized.because(
                    resource.resource() + " " + reference.name() + " is another than the token's");
        }
    }

    private KubeObject find(
            StorageResource resource, ClusterName cluster, String namespace, String name) {
        Instant gone = clock.instant().minus(LEEWAY);
        return objects.get(resource, new ObjectKey(cluster, namespace, name))
                .filter(each -> each.deletionTimestamp().filter(gone::isAfter).isEmpty())
                .orElseThrow(
                        () ->
                                Unauthorized.because(
                                        resource.resource() + " " + name + " does not exist"));
    }

    private static ClusterName clusterName(String value) {
        if (!ClusterName.isValid(value)) {
            throw Unauthorized.because("token names no logical cluster");
        }
        return new ClusterName(value);
    }

    private static @Nullable Reference reference(Map<String, Object> details, String claim) {
        return details.get(claim) instanceof Map<?, ?> map
                ? new Reference(text(map, "name"), text(map, "uid"))
                : null;
    }

    private static String text(Map<?, ?> claims, String key) {
        return claims.get(key) instanceof String text ? text : "";
    }

    private static String legacy(JWTClaimsSet claims, String name) throws ParseException {
        var value = claims.getStringClaim(ServiceAccountTokens.LEGACY_CLAIM + name);
        return value == null ? "" : value;
    }

    private static StorageResource core(String resource) {
        return StorageResource.builtIn(new GroupResource("", resource));
    }
}
