package dev.hanse.apiserver.request;

import dev.hanse.storage.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A request as it came in, free of any HTTP library.
///
/// @param path decoded path without the query
/// @param headers names in lower case
/// @param clientCertificates the chain the client showed in the TLS handshake, leaf first; not yet
///   checked against any client CA
public record ApiRequest(
        String method,
        String path,
        Query query,
        Map<String, List<String>> headers,
        Bytes body,
        List<X509Certificate> clientCertificates,
        String remoteAddress) {

    /// The first value of a header, or the empty string.
    public String header(String name) {
        var found = headers.get(name.toLowerCase(Locale.ROOT));
        return found == null || found.isEmpty() ? "" : found.getFirst();
    }

    public List<String> headerValues(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
