package dev.hanse.apiserver.flow;

import java.time.Duration;

/// How much a server does at once, and how long it may take; the defaults are kube-apiserver's.
///
/// @param readOnly requests that only read and run at the same time; zero for no limit
/// @param mutating the same for all others
/// @param timeout of requests that ask for none, or for a longer one
public record RequestLimits(int readOnly, int mutating, Duration timeout) {

    public static final RequestLimits DEFAULT = new RequestLimits(400, 200, Duration.ofSeconds(60));

    public RequestLimits {
        if (readOnly < 0 || mutating < 0) {
            throw new IllegalArgumentException("a limit of requests cannot be negative");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("requests need some time");
        }
    }
}
