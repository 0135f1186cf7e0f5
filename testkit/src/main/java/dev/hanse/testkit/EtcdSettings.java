package dev.hanse.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an etcd of the tests differs from a plain one.
///
/// @param tls what clients must prove and believe, or null for plain HTTP
/// @param flags further flags of the etcd command line; a repeated flag replaces the first
public record EtcdSettings(@Nullable EtcdTlsFiles tls, List<String> flags) {

    public static final EtcdSettings PLAIN = new EtcdSettings(null, List.of());

    public EtcdSettings {
        flags = List.copyOf(flags);
    }

    public EtcdSettings with(String... more) {
        var all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new EtcdSettings(tls, all);
    }

    /// Serves clients over TLS, and only those with a certificate of the same authority.
    public EtcdSettings withTls(EtcdTlsFiles files) {
        return new EtcdSettings(files, flags);
    }

    String scheme() {
        return tls == null ? "http" : "https";
    }

    List<String> commandLine() {
        var line = new ArrayList<>(flags);
        if (tls != null) {
            line.add("--client-cert-auth");
            line.add("--trusted-ca-file=" + tls.authority());
            line.add("--cert-file=" + tls.certificate());
            line.add("--key-file=" + tls.key());
        }
        return line;
    }
}
