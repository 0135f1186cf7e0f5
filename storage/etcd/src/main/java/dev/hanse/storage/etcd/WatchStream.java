package dev.hanse.storage.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One etcd watch over the whole prefix, read by one thread, until it breaks.
///
/// Not jetcd's: that one reads as fast as etcd sends, whoever is too slow to take it, and after a
/// break resumes behind events it has not seen. Here the next message is asked for only while
/// little is waiting, so that a slow reader makes etcd wait instead of filling the heap.
final class WatchStream implements AutoCloseable {

    /// What arrives, in order; the last one is not a [Arrived.Message].
    private sealed interface Arrived {
        record Message(WatchResponse response) implements Arrived {}

        record End(Status status) implements Arrived {}
    }

    /// The stream has ended.
    static final class EndedException extends Exception {
        private final boolean compacted;

        EndedException(String message, boolean compacted, @Nullable Throwable cause) {
            super(message, cause);
            this.compacted = compacted;
        }

        /// Whether what comes next has been compacted, so that resuming is impossible.
        boolean isCompacted() {
            return compacted;
        }
    }

    // Fields of etcd's protocol (rpc.proto, since 3.4) that jetcd does not know.
    private static final int REQUEST_FRAGMENT = 8;
    private static final int RESPONSE_FRAGMENT = 7;

    private final ClientCall<WatchRequest, WatchResponse> call;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final long enough;
    private final AtomicLong waiting = new AtomicLong();
    private volatile long lastArrival = System.nanoTime();

    /// Events of a revision whose other events may be in the next message.
    private final List<Event> incomplete = new ArrayList<>();

    private WatchStream(Channel channel, long enough) {
        this.call =
                channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT.withWaitForReady());
        this.enough = enough;
    }

    /// Watches every revision after `after`.
    ///
    /// @param enough about how many bytes may wait to be taken
    static WatchStream open(Channel channel, KeyMapping keys, long after, long enough) {
        var stream = new WatchStream(channel, enough);
        stream.start(keys, after);
        return stream;
    }

    private void start(KeyMapping keys, long after) {
        // Without fragments, a thousand revisions can come as one message of any size.
        var fragments =
                UnknownFieldSet.newBuilder()
                        .addField(
                                REQUEST_FRAGMENT,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build();
        var create =
                WatchCreateRequest.newBuilder()
                        .setKey(bytes(keys.start()))
                        .setRangeEnd(bytes(keys.end()))
                        .setStartRevision(after + 1)
                        .setUnknownFields(fragments);
        call.start(new Listener(), CallRules.requireLeader());
        call.request(1);
        call.sendMessage(WatchRequest.newBuilder().setCreateRequest(create).build());
    }

    private static ByteString bytes(ByteSequence sequence) {
        return ByteString.copyFrom(sequence.getBytes());
    }

    /// Waits for etcd's confirmation: what is read from etcd from now on is read from an etcd that
    /// this stream was connected to.
    void awaitOpen(Duration patience) throws InterruptedException, EndedException {
        var first = arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            throw new EndedException("no watch within " + patience, false, null);
        }
        var response = response(first);
        if (!response.getCreated()) {
            throw new EndedException("watch not created", false, null);
        }
    }

    /// The next events, waiting for at least one; all events of a revision come together.
    List<Event> take() throws InterruptedException, EndedException {
        var events = new ArrayList<Event>();
        while (events.isEmpty()) {
            add(events, response(arrived.take()));
        }
        while (arrived.peek() instanceof Arrived.Message) {
            add(events, response(arrived.take()));
        }
        return events;
    }

    private void add(List<Event> events, WatchResponse response) {
        incomplete.addAll(response.getEventsList());
        if (incomplete.isEmpty()) {
            return;
        }
        int whole = isFragment(response) ? beginOfLastRevision() : incomplete.size();
        var ready = incomplete.subList(0, whole);
        events.addAll(ready);
        ready.clear();
    }

    private static boolean isFragment(WatchResponse response) {
        return response.getUnknownFields().getField(RESPONSE_FRAGMENT).getVarintList().contains(1L);
    }

    private int beginOfLastRevision() {
        long last = incomplete.getLast().getKv().getModRevision();
        int begin = incomplete.size() - 1;
        while (begin > 0 && incomplete.get(begin - 1).getKv().getModRevision() == last) {
            begin--;
        }
        return begin;
    }

    private WatchResponse response(Arrived next) throws EndedException {
        return switch (next) {
            case Arrived.Message(var response) -> {
                taken(response.getSerializedSize());
                if (response.getCompactRevision() != 0) {
                    throw new EndedException("compacted", true, null);
                }
                if (response.getCanceled()) {
                    throw new EndedException(response.getCancelReason(), false, null);
                }
                yield response;
            }
            case Arrived.End(var status) ->
                    throw new EndedException("broken", false, status.asRuntimeException());
        };
    }

    private void taken(long size) {
        long before = waiting.getAndAdd(-size);
        if (before > enough && before - size <= enough) {
            call.request(1);
        }
    }

    /// How many bytes are waiting to be taken.
    long waiting() {
        return waiting.get();
    }

    /// Breaks the stream if nothing has arrived for `silence`; may be called from any thread.
    void breakIfSilentFor(Duration silence) {
        if (System.nanoTime() - lastArrival > silence.toNanos()) {
            call.cancel("silent for too long", null);
        }
    }

    @Override
    public void close() {
        call.cancel("closed", null);
    }

    private final class Listener extends ClientCall.Listener<WatchResponse> {
        @Override
        public void onMessage(WatchResponse response) {
            lastArrival = System.nanoTime();
            // INVARIANT: counted before it can be taken. Whoever moves the count to or below
            // `enough` asks for the next message, so exactly one of us does.
            long now = waiting.addAndGet(response.getSerializedSize());
            arrived.add(new Arrived.Message(response));
            if (now <= enough) {
                call.request(1);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            arrived.add(new Arrived.End(status));
        }
    }
}
