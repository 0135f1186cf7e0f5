package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.pki.SecretFile;
import dev.hanse.apiserver.request.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The tokens in `admin.kubeconfig`, as kcp hands them out: those of `kcp-admin` and `user` are new
/// at every start; that of `shard-admin` stays, and the server keeps only its hash.
///
/// @param kcpAdmin subject to RBAC like everybody, as a member of `system:kcp:admin`
/// @param shardAdmin above RBAC
/// @param user without any rights of its own
public record AdminTokens(String kcpAdmin, String shardAdmin, String user) {

    /// Chooses the tokens of this run.
    ///
    /// @param store the file with the raw SHA-256 of the shard administrator's token
    /// @param knownShardAdmin the token of an existing kubeconfig, or empty; replaced unless it
    ///   fits the store
    public static AdminTokens prepare(Path store, String knownShardAdmin) {
        var shardAdmin = knownShardAdmin;
        if (shardAdmin.isEmpty() || !StaticTokens.hash(shardAdmin).equals(read(store))) {
            shardAdmin = UUID.randomUUID().toString();
            SecretFile.write(store, HexFormat.of().parseHex(StaticTokens.hash(shardAdmin)));
        }
        return new AdminTokens(
                UUID.randomUUID().toString(), shardAdmin, UUID.randomUUID().toString());
    }

    /// Who the tokens stand for, for [StaticTokens#of].
    public Map<String, User> users() {
        var users = new LinkedHashMap<String, User>();
        users.put(kcpAdmin, User.of("kcp-admin", "system:kcp:admin"));
        users.put(shardAdmin, User.of("shard-admin", User.MASTERS));
        users.put(user, User.of("user"));
        return users;
    }

    /// Tokens stay out of logs.
    @Override
    public String toString() {
        return "AdminTokens";
    }

    private static String read(Path store) {
        try {
            return Files.exists(store) ? HexFormat.of().formatHex(Files.readAllBytes(store)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + store, e);
        }
    }
}
