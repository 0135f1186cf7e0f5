package dev.hanse.apiserver.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request path taken apart: which view, which clusters, and the path behind them.
///
/// @param view the segments behind `/services/<name>/` up to `/clusters/…`, first of all the name;
///   empty for requests to a cluster itself
/// @param cluster the segment behind `/clusters/`, or null when there is no such prefix
/// @param path the rest, starting with a slash
public record Route(List<String> view, @Nullable String cluster, String path) {

    public Route {
        view = List.copyOf(view);
    }

    public static Route of(String path) {
        if (path.startsWith("/services/")) {
            return inView(path);
        }
        return inCluster(List.of(), path);
    }

    private static Route inCluster(List<String> view, String path) {
        if (!path.startsWith("/clusters/")) {
            return new Route(view, null, path);
        }
        int start = "/clusters/".length();
        int slash = path.indexOf('/', start);
        return slash < 0
                ? new Route(view, path.substring(start), "/")
                : new Route(view, path.substring(start, slash), path.substring(slash));
    }

    /// The cluster prefix behind a view is the first `/clusters/` in its path: names of views'
    /// parts hold no slash.
    private static Route inView(String path) {
        int clusters = path.indexOf("/clusters/", "/services".length());
        var head = path.substring("/services/".length(), clusters < 0 ? path.length() : clusters);
        var segments = List.of(head.split("/", -1));
        return clusters < 0
                ? new Route(segments, null, "/")
                : inCluster(segments, path.substring(clusters));
    }
}
