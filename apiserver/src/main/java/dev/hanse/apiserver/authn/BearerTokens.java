package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.User;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The `Authorization: Bearer` header (RFC 6750), tried with each kind of token in order.
///
/// A header that says bearer and then is not exactly one token is refused, not ignored: proxies and
/// servers must never disagree about who is meant. Other schemes are no credential here, as in
/// Kubernetes.
public final class BearerTokens implements Authenticator, TokenAuthenticator {

    private static final String HEADER = "authorization";
    private static final String SCHEME = "bearer";

    /// Visible characters; a comma could join two headers into one.
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]+");

    private final List<TokenAuthenticator> kinds;
    private final List<String> audiences;

    /// @param audiences what a token must be meant for to be used with this server
    public BearerTokens(List<TokenAuthenticator> kinds, List<String> audiences) {
        this.kinds = List.copyOf(kinds);
        this.audiences = List.copyOf(audiences);
    }

    @Override
    public Optional<User> authenticate(ApiRequest request) {
        var headers = request.headerValues(HEADER);
        if (headers.stream().noneMatch(BearerTokens::isBearer)) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw Unauthorized.because("more than one Authorization header");
        }
        var token = headers.getFirst().strip().substring(SCHEME.length()).strip();
        if (!TOKEN.matcher(token).matches()) {
            throw Unauthorized.because("malformed bearer token");
        }
        var identity = authenticate(token, audiences);
        if (identity.isEmpty()) {
            throw Unauthorized.because("unknown bearer token");
        }
        return identity.map(Identity::user);
    }

    @Override
    public Optional<Identity> authenticate(String token, List<String> audiences) {
        return kinds.stream()
                .map(each -> each.authenticate(token, audiences))
                .flatMap(Optional::stream)
                .map(BearerTokens::authenticated)
                .findFirst();
    }

    private static Identity authenticated(Identity identity) {
        return new Identity(Authenticators.authenticated(identity.user()), identity.audiences());
    }

    private static boolean isBearer(String header) {
        var text = header.strip().toLowerCase(Locale.ROOT);
        return text.equals(SCHEME)
                || (text.startsWith(SCHEME)
                        && !Character.isLetterOrDigit(text.charAt(SCHEME.length())));
    }
}
