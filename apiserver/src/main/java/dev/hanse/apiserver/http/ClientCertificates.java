package dev.hanse.apiserver.http;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// The certificates by which the other end of a connection introduced itself, looked up once: the
/// session says by an exception that there are none, which is dear to make for every request.
record ClientCertificates(List<X509Certificate> chain) {

    private static final String NAME = ClientCertificates.class.getName();

    ClientCertificates {
        chain = List.copyOf(chain);
    }

    /// The chain, the client's own first; empty if it has shown none.
    static List<X509Certificate> of(SSLSession session) {
        if (session.getValue(NAME) instanceof ClientCertificates known) {
            return known.chain();
        }
        var found = new ClientCertificates(ask(session));
        session.putValue(NAME, found);
        return found.chain();
    }

    private static List<X509Certificate> ask(SSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }
}
