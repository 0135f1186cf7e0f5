package dev.hanse.apiserver;

import dev.hanse.apiserver.authn.Authenticator;
import dev.hanse.apiserver.authn.Authenticators;
import dev.hanse.apiserver.authn.BearerTokens;
import dev.hanse.apiserver.authn.ClientCertificates;
import dev.hanse.apiserver.authn.ServiceAccountAuthenticator;
import dev.hanse.apiserver.authn.ServiceAccountTokens;
import dev.hanse.apiserver.authn.StaticTokens;
import dev.hanse.apiserver.authn.TokenAuthenticator;
import dev.hanse.apiserver.authn.TokenFile;
import dev.hanse.apiserver.authn.TokenRequests;
import dev.hanse.apiserver.pki.Pem;
import java.util.ArrayList;
import java.util.List;

/// The kinds of credentials this server accepts, and issues.
record Credentials(
        Authenticators authenticators, BearerTokens bearerTokens, TokenRequests tokenRequests) {

    static Credentials of(ServerFoundation foundation) {
        var config = foundation.config();
        var audiences = foundation.serviceAccounts().audiences();
        var tokens = new ArrayList<TokenAuthenticator>();
        tokens.add(StaticTokens.of(foundation.adminTokens().users(), audiences));
        if (config.tokenAuthFile() != null) {
            tokens.add(StaticTokens.of(TokenFile.read(config.tokenAuthFile()), audiences));
        }
        tokens.add(
                new ServiceAccountAuthenticator(
                        foundation.serviceAccountKeys(),
                        foundation.serviceAccounts(),
                        foundation.objects(),
                        foundation.clock()));
        var bearer = new BearerTokens(tokens, audiences);
        var kinds = new ArrayList<Authenticator>();
        if (config.clientCaFile() != null) {
            kinds.add(
                    new ClientCertificates(
                            Pem.readCertificates(config.clientCaFile()), foundation.clock()));
        }
        kinds.add(bearer);
        return new Credentials(
                new Authenticators(List.copyOf(kinds), true),
                bearer,
                new TokenRequests(
                        new ServiceAccountTokens(
                                foundation.serviceAccountKeys(), foundation.serviceAccounts()),
                        foundation.serviceAccounts(),
                        foundation.objects()));
    }
}
