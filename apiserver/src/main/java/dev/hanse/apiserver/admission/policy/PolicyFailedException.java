package dev.hanse.apiserver.admission.policy;

/// A policy cannot be evaluated; its `failurePolicy` says what that means.
final class PolicyFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    PolicyFailedException(String message) {
        super(message);
    }
}
