package dev.hanse.apiserver.authn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Issues service account tokens in Kubernetes' form, with the logical cluster in the claims as kcp
/// does. Thread-safe.
public final class ServiceAccountTokens {

    static final String LEGACY_ISSUER = "kubernetes/serviceaccount";
    static final String CLAIM = "kubernetes.io";
    static final String LEGACY_CLAIM = "kubernetes.io/serviceaccount/";

    private final ServiceAccountKeys keys;
    private final ServiceAccountConfig config;

    /// A token and the moment it ends.
    public record Issued(String token, Instant expires) {}

    /// An object a token lives no longer than.
    ///
    /// @param claim `pod` or `secret`
    public record BoundTo(String claim, String name, String uid) {}

    public ServiceAccountTokens(ServiceAccountKeys keys, ServiceAccountConfig config) {
        this.keys = keys;
        this.config = config;
    }

    /// A token for `account` that ends by itself.
    public Issued issue(
            KubeObject account,
            ClusterName cluster,
            List<String> audiences,
            Instant now,
            Duration lifetime,
            @Nullable BoundTo boundTo) {
        var start = now.truncatedTo(ChronoUnit.SECONDS);
        var expires = start.plus(lifetime);
        var details = new LinkedHashMap<String, Object>();
        details.put("clusterName", cluster.value());
        details.put("namespace", account.namespace());
        details.put("serviceaccount", reference(account.name(), account.uid()));
        if (boundTo != null) {
            details.put(boundTo.claim(), reference(boundTo.name(), boundTo.uid()));
        }
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(config.issuer())
                        .subject(userName(account))
                        .audience(audiences.isEmpty() ? config.audiences() : audiences)
                        .issueTime(Date.from(start))
                        .notBeforeTime(Date.from(start))
                        .expirationTime(Date.from(expires))
                        .jwtID(UUID.randomUUID().toString())
                        .claim(CLAIM, details)
                        .build();
        return new Issued(sign(claims), expires);
    }

    /// The token of a Secret of type `kubernetes.io/service-account-token`, good as long as that
    /// exists.
    public String issueForSecret(KubeObject account, ClusterName cluster, String secretName) {
        return sign(
                new JWTClaimsSet.Builder()
                        .issuer(LEGACY_ISSUER)
                        .subject(userName(account))
                        .claim(LEGACY_CLAIM + "clusterName", cluster.value())
                        .claim(LEGACY_CLAIM + "namespace", account.namespace())
                        .claim(LEGACY_CLAIM + "secret.name", secretName)
                        .claim(LEGACY_CLAIM + "service-account.name", account.name())
                        .claim(LEGACY_CLAIM + "service-account.uid", account.uid())
                        .build());
    }

    private String sign(JWTClaimsSet claims) {
        var header =
                new JWSHeader.Builder(keys.signingAlgorithm()).keyID(keys.signingKeyId()).build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(keys.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a service account token", e);
        }
        return token.serialize();
    }

    private static Map<String, Object> reference(String name, String uid) {
        var reference = new LinkedHashMap<String, Object>();
        reference.put("name", name);
        reference.put("uid", uid);
        return reference;
    }

    private static String userName(KubeObject account) {
        return new ServiceAccountName(account.namespace(), account.name()).userName();
    }
}
