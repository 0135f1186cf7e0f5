package dev.hanse.storage.etcd;

import dev.hanse.storage.UnavailableException;
import io.grpc.netty.GrpcSslContexts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes every new connection with the certificates that are in the files then, as etcd's own
/// client does: whoever rotates them need not restart the server.
///
/// Thread-safe.
final class RotatingSslContext extends SslContext {

    private static final Logger log = LoggerFactory.getLogger(RotatingSslContext.class);

    private record Loaded(SslContext context, List<FileTime> times) {
        Loaded {
            times = List.copyOf(times);
        }
    }

    private final EtcdTls tls;
    private volatile Loaded loaded;

    /// @throws UnavailableException if the files cannot be read
    RotatingSslContext(EtcdTls tls) {
        this.tls = tls;
        try {
            this.loaded = load(tls);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnavailableException(
                    "cannot read the TLS files for etcd %s: %s".formatted(tls.files(), e), e);
        }
    }

    private static Loaded load(EtcdTls tls) throws IOException {
        // The times come first: files replaced meanwhile are read again for the next connection.
        var times = times(tls);
        return new Loaded(build(tls), times);
    }

    private static List<FileTime> times(EtcdTls tls) throws IOException {
        var times = new ArrayList<FileTime>();
        for (var file : tls.files()) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    private static SslContext build(EtcdTls tls) throws SSLException {
        var builder = GrpcSslContexts.configure(SslContextBuilder.forClient());
        var authorities = tls.authorities();
        if (authorities != null) {
            builder.trustManager(authorities.toFile());
        }
        var certificate = tls.certificate();
        var key = tls.key();
        if (certificate != null && key != null) {
            builder.keyManager(certificate.toFile(), key.toFile());
        }
        return builder.build();
    }

    private SslContext current() {
        try {
            if (!times(tls).equals(loaded.times())) {
                loaded = load(tls);
                log.atInfo().addKeyValue("files", tls.files()).log("TLS files for etcd read again");
            }
        } catch (IOException | IllegalArgumentException e) {
            // Half of a rotation, perhaps. The next connection looks again.
            log.atWarn().setCause(e).log("cannot read the TLS files for etcd, keeping the old");
        }
        return loaded.context();
    }

    @Override
    public boolean isClient() {
        return true;
    }

    @Override
    public List<String> cipherSuites() {
        return loaded.context().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // What Netty's own interface asks for.
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return loaded.context().applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return current().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return current().newEngine(allocator, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return loaded.context().sessionContext();
    }
}
