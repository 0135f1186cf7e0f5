package dev.hanse.apiserver.authn;

import java.util.List;

/// Under which names service account tokens are issued and accepted.
///
/// @param issuers the first one signs, all are accepted
/// @param audiences what a token is meant for when nobody says otherwise, and what it must be meant
///   for to be used with this server
public record ServiceAccountConfig(List<String> issuers, List<String> audiences) {

    /// kcp's issuer.
    public static final String DEFAULT_ISSUER = "https://kcp.default.svc";

    public ServiceAccountConfig {
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("a service account issuer is required");
        }
        issuers = List.copyOf(issuers);
        audiences = audiences.isEmpty() ? List.of(issuers.getFirst()) : List.copyOf(audiences);
    }

    public static ServiceAccountConfig ofIssuer(String issuer) {
        return new ServiceAccountConfig(List.of(issuer), List.of(issuer));
    }

    public String issuer() {
        return issuers.getFirst();
    }
}
