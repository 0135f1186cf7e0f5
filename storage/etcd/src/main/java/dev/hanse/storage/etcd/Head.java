package dev.hanse.storage.etcd;

import dev.hanse.storage.Revision;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.kv.GetResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/// The key that every commit rewrites, as it was at some moment.
///
/// @param etcd the newest revision of all of etcd at that moment
/// @param written the newest revision of the prefix; none if nothing was ever written
/// @param token what the commit at `written` put there: a number that no other commit has, by which
///   one history is told from another that has come as far
record Head(Revision etcd, Revision written, long token) {

    static Head of(GetResponse response) {
        var etcd = new Revision(response.getHeader().getRevision());
        return response.getKvs().stream()
                .findFirst()
                .map(
                        found ->
                                new Head(
                                        etcd,
                                        new Revision(found.getModRevision()),
                                        token(found.getValue())))
                .orElse(new Head(etcd, Revision.NONE, 0));
    }

    /// Zero for what older versions wrote.
    static long token(ByteSequence value) {
        return value.size() == Long.BYTES ? ByteBuffer.wrap(value.getBytes()).getLong() : 0;
    }

    /// The value for one more commit.
    static ByteSequence newValue() {
        var token = ThreadLocalRandom.current().nextLong();
        return ByteSequence.from(ByteBuffer.allocate(Long.BYTES).putLong(token).array());
    }
}
