package dev.hanse.machinery.apply;

/// A value does not fit its schema so far that it cannot be merged.
final class UntypedValueException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UntypedValueException(String message) {
        super(message);
    }
}
