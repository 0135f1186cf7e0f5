package dev.hanse.apiserver.admission.webhook;

/// A webhook could not be asked, or has answered something that is no answer: the failure policy
/// decides what becomes of the write.
final class WebhookFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WebhookFailedException(String message) {
        super(message);
    }
}
