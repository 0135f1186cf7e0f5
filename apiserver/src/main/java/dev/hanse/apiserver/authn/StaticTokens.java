package dev.hanse.apiserver.authn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hanse.apiserver.request.User;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens that are known from the start. Kept as hashes, so that neither a heap dump nor the time a
/// comparison takes gives one away.
public final class StaticTokens implements TokenAuthenticator {

    private final Map<String, User> users;
    private final List<String> apiAudiences;

    private StaticTokens(Map<String, User> users, List<String> apiAudiences) {
        this.users = users;
        this.apiAudiences = List.copyOf(apiAudiences);
    }

    /// @param apiAudiences what these tokens are meant for
    public static StaticTokens of(Map<String, User> users, List<String> apiAudiences) {
        var hashed = new HashMap<String, User>();
        users.forEach((token, user) -> hashed.put(hash(token), user));
        return new StaticTokens(hashed, apiAudiences);
    }

    @Override
    public Optional<Identity> authenticate(String token, List<String> audiences) {
        var matching = audiences.stream().filter(apiAudiences::contains).toList();
        return matching.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(users.get(hash(token)))
                        .map(user -> new Identity(user, matching));
    }

    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
