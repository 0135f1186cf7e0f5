package dev.hanse.apiserver.keyspace;

/// A name, namespace or resource that cannot be part of a storage key: nothing is stored under it.
public final class InvalidSegmentException extends RuntimeException {

    InvalidSegmentException(String segment) {
        super("not a key segment: \"" + segment + "\"");
    }
}
