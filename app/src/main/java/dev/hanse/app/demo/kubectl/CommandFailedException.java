package dev.hanse.app.demo.kubectl;

/// A command ends with a non-zero status; the message is all it has to say.
final class CommandFailedException extends RuntimeException {

    CommandFailedException(String message) {
        super(message);
    }
}
