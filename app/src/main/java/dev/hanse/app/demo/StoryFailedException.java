package dev.hanse.app.demo;

/// An outcome of the story is not what it has to be; the message says which.
final class StoryFailedException extends RuntimeException {

    StoryFailedException(String message) {
        super(message);
    }
}
