package dev.hanse.storage.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The numbers of the format, see `docs/operations/snapshot-format.md`.
final class SnapshotFormat {

    /// `HANSESNP`
    static final long MAGIC = 0x48414e5345534e50L;

    static final int VERSION = 1;
    static final int GZIP = 1;
    static final int ENTRY = 1;
    static final int END = 0;
    static final int LONGEST_SOURCE = 4096;
    static final int LONGEST_KEY = 1 << 20;
    static final int LONGEST_VALUE = 64 << 20;
    static final int DIGEST_LENGTH = 32;
    static final int BUFFER = 64 << 10;

    private SnapshotFormat() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
