package dev.hanse.apiserver.http;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/// Lets any client certificate through the handshake: whether it identifies anybody is decided by
/// authentication, so that a request with an unknown certificate gets a 401 and not a broken
/// connection.
final class AnyClientCertificate implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // Judged later.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("this side is the server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
