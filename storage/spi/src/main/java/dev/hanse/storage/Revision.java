package dev.hanse.storage;

/// A point in the one history of a store: each commit that writes takes the next one.
///
/// Never goes back, across restart and restore. Zero means "newest" where a revision is asked for
/// and "never written" in a [Condition].
public record Revision(long value) implements Comparable<Revision> {

    public static final Revision NONE = new Revision(0);

    public Revision {
        if (value < 0) {
            throw new IllegalArgumentException("negative revision " + value);
        }
    }

    public boolean isNone() {
        return value == 0;
    }

    public boolean isAfter(Revision other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
