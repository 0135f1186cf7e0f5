package dev.hanse.storage.etcd;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The PEM files of a TLS connection to etcd.
///
/// @param authorities certificates that the servers' certificates must be signed by
/// @param certificate this client's certificate, or null when etcd asks for none
/// @param key the private key of `certificate`, in PKCS#8
public record EtcdTls(Path authorities, @Nullable Path certificate, @Nullable Path key) {

    public EtcdTls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a client certificate needs its key");
        }
    }
}
