package dev.hanse.storage;

/// The revision asked for is older than the oldest one kept: start over from a fresh read.
public final class CompactedException extends StorageException {

    private final Revision compacted;

    public CompactedException(Revision asked, Revision compacted) {
        super("revision " + asked + " has been compacted, the oldest kept is " + compacted, null);
        this.compacted = compacted;
    }

    /// The oldest revision that can be read.
    public Revision compacted() {
        return compacted;
    }
}
