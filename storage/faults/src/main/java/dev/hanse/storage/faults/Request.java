package dev.hanse.storage.faults;

/// What one process asks of the other; sent by its name.
enum Request {
    REVISION,
    READ,
    FIND,
    COMMIT,
    COMPACT,

    /// Turns the connection into a cursor, which knows the two below.
    WATCH,
    NEXT,
    AWAIT
}
