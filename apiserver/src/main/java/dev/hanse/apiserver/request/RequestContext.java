package dev.hanse.apiserver.request;

import dev.hanse.apiserver.view.ViewInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who asks for what, where and until when: the first argument of everything behind authentication.
///
/// Used by the one thread that handles the request.
public final class RequestContext {

    private final User user;
    private final ClusterScope scope;
    private final RequestInfo info;
    private final @Nullable ViewInstance view;
    private final Instant received;
    private final Duration timeout;
    private final List<String> warnings = new ArrayList<>();

    public RequestContext(
            User user,
            ClusterScope scope,
            RequestInfo info,
            @Nullable ViewInstance view,
            Instant received,
            Duration timeout) {
        this.user = user;
        this.scope = scope;
        this.info = info;
        this.view = view;
        this.received = received;
        this.timeout = timeout;
    }

    public User user() {
        return user;
    }

    public ClusterScope scope() {
        return scope;
    }

    public RequestInfo info() {
        return info;
    }

    /// The view the request came through, or null when it addresses a logical cluster itself.
    public @Nullable ViewInstance view() {
        return view;
    }

    /// When the request arrived: the one "now" of everything it causes.
    public Instant received() {
        return received;
    }

    public Instant deadline() {
        return received.plus(timeout);
    }

    /// Adds a `Warning` header to the response.
    public void warn(String text) {
        if (!warnings.contains(text)) {
            warnings.add(text);
        }
    }

    public List<String> warnings() {
        return warnings;
    }
}
