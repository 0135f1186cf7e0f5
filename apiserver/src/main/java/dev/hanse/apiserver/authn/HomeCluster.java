package dev.hanse.apiserver.authn;

import com.nimbusds.jwt.SignedJWT;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.machinery.tenancy.ClusterName;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/// The logical cluster a service account's token speaks of. Clients inside a cluster know the
/// server by address only, so requests without a cluster go there, as in kcp.
public final class HomeCluster {

    private HomeCluster() {}

    /// What the token claims. Not verified: a false claim leads to where the token is refused.
    public static Optional<ClusterName> of(ApiRequest request) {
        var header = request.header("authorization").strip();
        int space = header.indexOf(' ');
        if (space < 0 || !header.substring(0, space).equalsIgnoreCase("bearer")) {
            return Optional.empty();
        }
        try {
            var claims = SignedJWT.parse(header.substring(space).strip()).getJWTClaimsSet();
            var bound = claims.getClaim(ServiceAccountTokens.CLAIM);
            var name =
                    bound instanceof Map<?, ?> details
                            ? details.get("clusterName")
                            : claims.getClaim(ServiceAccountTokens.LEGACY_CLAIM + "clusterName");
            return name instanceof String text && ClusterName.isValid(text)
                    ? Optional.of(new ClusterName(text))
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
