package dev.hanse.apiserver.outbound;

import java.net.URI;

/// A server that somebody named, over HTTPS.
///
/// @param uri what is asked for, and whose name the certificate must carry
/// @param authorities certificates in PEM that the server's must come from; empty for those that
///   this machine trusts
/// @param connectTo the host to connect to, where that is not the one in `uri`
/// @param port of that host
public record Endpoint(URI uri, String authorities, String connectTo, int port) {

    private static final int HTTPS = 443;

    /// The server that `uri` names.
    public static Endpoint of(URI uri, String authorities) {
        var host = uri.getHost() == null ? "" : uri.getHost();
        var plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(uri, authorities, plain, uri.getPort() < 0 ? HTTPS : uri.getPort());
    }

    /// The same, found at another host.
    public Endpoint via(String host, int port) {
        return new Endpoint(uri, authorities, host, port);
    }

    /// The same with another query.
    public Endpoint withQuery(String query) {
        var text = uri.toString();
        int mark = text.indexOf('?');
        var path = mark < 0 ? text : text.substring(0, mark);
        return new Endpoint(URI.create(path + "?" + query), authorities, connectTo, port);
    }
}
