package dev.hanse.workspaces.types;

/// A workspace type cannot be used because of what it extends. The message is fit for tenants.
public final class BrokenTypeException extends RuntimeException {
    BrokenTypeException(String message) {
        super(message);
    }
}
