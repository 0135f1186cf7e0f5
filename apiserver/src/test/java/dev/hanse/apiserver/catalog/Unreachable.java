package dev.hanse.apiserver.catalog;

import dev.hanse.apiserver.outbound.CallFailedException;
import dev.hanse.apiserver.outbound.Endpoint;
import dev.hanse.apiserver.outbound.Outbound;
import java.time.Duration;

/// A world in which nobody answers.
record Unreachable() implements Outbound {

    @Override
    public byte[] postJson(Endpoint endpoint, byte[] document, Duration timeout, int mostBytes) {
        throw new CallFailedException("nobody is there");
    }

    @Override
    public void close() {}
}
