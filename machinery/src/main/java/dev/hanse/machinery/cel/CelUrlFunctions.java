package dev.hanse.machinery.cel;

import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.hanse.machinery.format.Formats;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Kubernetes' URL library: `url`, `isURL` and the parts of a URL.
final class CelUrlFunctions {

    private CelUrlFunctions() {}

    static CelFunctions library() {
        var url = OpaqueType.create("kubernetes.URL");
        var query = MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING));
        return new CelFunctions()
                .function("url", url, SimpleType.STRING, String.class, CelUrlFunctions::parse)
                .function("isURL", SimpleType.BOOL, SimpleType.STRING, String.class, Formats::isUri)
                .method("getScheme", SimpleType.STRING, url, URI.class, x -> text(x.getScheme()))
                .method("getHost", SimpleType.STRING, url, URI.class, CelUrlFunctions::host)
                .method("getHostname", SimpleType.STRING, url, URI.class, CelUrlFunctions::hostname)
                .method("getPort", SimpleType.STRING, url, URI.class, CelUrlFunctions::port)
                .method(
                        "getEscapedPath",
                        SimpleType.STRING,
                        url,
                        URI.class,
                        x -> text(x.getRawPath()))
                .method("getQuery", query, url, URI.class, CelUrlFunctions::query);
    }

    private static URI parse(String text) {
        if (!Formats.isUri(text)) {
            throw new IllegalArgumentException(
                    "URL parse error during conversion from string: parse \""
                            + text
                            + "\": invalid URI for request");
        }
        return URI.create(text);
    }

    private static String host(URI url) {
        var port = port(url);
        return text(url.getHost()) + (port.isEmpty() ? "" : ":" + port);
    }

    private static String hostname(URI url) {
        var host = text(url.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String port(URI url) {
        return url.getPort() < 0 ? "" : Integer.toString(url.getPort());
    }

    private static Map<String, List<String>> query(URI url) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : text(url.getRawQuery()).split("&", -1)) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                values.computeIfAbsent(decoded(name), _ -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }
}
