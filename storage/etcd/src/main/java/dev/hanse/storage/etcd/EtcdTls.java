package dev.hanse.storage.etcd;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The PEM files of a TLS connection to etcd, read again for a new connection when they changed.
///
/// @param authorities certificates that the servers' certificates must be signed by, or null for
///   those that the JDK trusts
/// @param certificate this client's certificate, or null when etcd asks for none
/// @param key the private key of `certificate`
public record EtcdTls(@Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {

    /// No client certificate, and the authorities that the JDK trusts.
    public static final EtcdTls DEFAULT = new EtcdTls(null, null, null);

    public EtcdTls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a client certificate and its key go together");
        }
    }

    List<Path> files() {
        return Stream.of(authorities, certificate, key).filter(Objects::nonNull).toList();
    }
}
