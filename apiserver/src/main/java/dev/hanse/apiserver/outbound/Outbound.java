package dev.hanse.apiserver.outbound;

import java.time.Duration;

/// Speaks to the servers that users name. Blocks the calling thread, which therefore is a virtual
/// one and holds no lock. Thread-safe.
///
/// Connects only where [AddressRules] allow, follows no redirect, and reads no more than it was
/// told to.
public interface Outbound extends AutoCloseable {

    /// Posts a JSON document and returns what comes back.
    ///
    /// @param timeout for everything, from looking up the name to the last byte
    /// @param mostBytes how large the answer may be
    /// @return the body of a successful answer
    /// @throws CallFailedException if there is none
    byte[] postJson(Endpoint endpoint, byte[] document, Duration timeout, int mostBytes);

    @Override
    void close();
}
