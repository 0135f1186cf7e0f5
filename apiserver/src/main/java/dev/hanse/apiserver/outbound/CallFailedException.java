package dev.hanse.apiserver.outbound;

/// A server that somebody named did not answer, or not with success. The message is for the client
/// and, where there is one, in the words that Kubernetes' users know.
public final class CallFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CallFailedException(String message) {
        super(message);
    }
}
