package dev.hanse.apiserver.outbound;

import java.net.URI;
import java.util.ArrayDeque;

/// A server that somebody named, over HTTPS.
///
/// @param uri what is asked for, and whose name the certificate must carry
/// @param authorities certificates in PEM that the server's must come from; empty for those that
///   this machine trusts
/// @param connectTo the host to connect to, where that is not the one in `uri`
/// @param port of that host
public record Endpoint(URI uri, String authorities, String connectTo, int port) {

    private static final int HTTPS = 443;

    /// The server that `named` names. As in Kubernetes, whose client joins paths, it hears of no
    /// empty segments and of no slash at the end: envtest writes
    /// `https://127.0.0.1:9443//validate`.
    public static Endpoint of(URI named, String authorities) {
        var uri = URI.create(named.getScheme() + "://" + named.getRawAuthority() + path(named));
        var host = uri.getHost() == null ? "" : uri.getHost();
        var plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(uri, authorities, plain, uri.getPort() < 0 ? HTTPS : uri.getPort());
    }

    private static String path(URI uri) {
        var segments = new ArrayDeque<String>();
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        for (var segment : path.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> segments.pollLast();
                default -> segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
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
