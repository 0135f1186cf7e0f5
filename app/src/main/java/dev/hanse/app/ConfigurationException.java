package dev.hanse.app;

/// The program cannot start as it was told to; the message says in one sentence why.
public final class ConfigurationException extends RuntimeException {

    public ConfigurationException(String message) {
        super(message);
    }
}
