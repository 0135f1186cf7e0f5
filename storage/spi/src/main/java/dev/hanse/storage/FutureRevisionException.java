package dev.hanse.storage;

/// The revision asked for has not happened yet.
public final class FutureRevisionException extends StorageException {

    private final Revision current;

    public FutureRevisionException(Revision asked, Revision current) {
        super("revision " + asked + " is in the future, the newest is " + current, null);
        this.current = current;
    }

    public Revision current() {
        return current;
    }
}
