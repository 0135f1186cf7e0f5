package dev.hanse.apiserver.flow;

/// Too much is going on to take the request, which has had no effect.
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverloadedException(String flow) {
        super("too many requests of " + flow);
    }
}
