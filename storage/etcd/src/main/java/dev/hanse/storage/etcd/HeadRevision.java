package dev.hanse.storage.etcd;

import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The newest revision of the prefix, as etcd knew it after the question was asked.
///
/// Thread-safe. All readers that ask while one request is under way share the next one: that one
/// starts after each of them asked, the one under way may have been answered before. They do not
/// wait for one that a paused member keeps: after a while it counts as lost.
final class HeadRevision {

    private static final GetOption KEY_ONLY = GetOption.builder().withKeysOnly(true).build();
    private static final Duration LOST = Duration.ofMillis(500);

    private final KV kv;
    private final KeyMapping keys;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean underWay;
    private long sent;
    private long sentAt;
    private @Nullable CompletableFuture<Long> next;

    HeadRevision(KV kv, KeyMapping keys) {
        this.kv = kv;
        this.keys = keys;
    }

    /// An answer not older than this call; shared, so not to be cancelled.
    CompletableFuture<Long> ask() {
        CompletableFuture<Long> answer;
        long number;
        lock.lock();
        try {
            answer = next == null ? new CompletableFuture<>() : next;
            next = answer;
            if (underWay && System.nanoTime() - sentAt < LOST.toNanos()) {
                return answer.copy();
            }
            number = departure();
        } finally {
            lock.unlock();
        }
        send(answer, number);
        return answer.copy();
    }

    private long departure() {
        underWay = true;
        next = null;
        sentAt = System.nanoTime();
        sent++;
        return sent;
    }

    private void send(CompletableFuture<Long> answer, long number) {
        var _ =
                request()
                        .whenComplete(
                                (response, failure) -> {
                                    sendNext(number);
                                    if (failure != null) {
                                        answer.completeExceptionally(failure);
                                    } else {
                                        var found = response.getKvs();
                                        answer.complete(
                                                found.isEmpty()
                                                        ? 0
                                                        : found.getFirst().getModRevision());
                                    }
                                });
    }

    /// Also for a failure to send, so that those who wait for the next answer are not forgotten.
    private CompletableFuture<GetResponse> request() {
        try {
            return kv.get(keys.head(), KEY_ONLY);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void sendNext(long answered) {
        CompletableFuture<Long> waiting;
        long number;
        lock.lock();
        try {
            if (answered != sent) {
                // It had been given up, and another one is under way.
                return;
            }
            waiting = next;
            underWay = false;
            if (waiting == null) {
                return;
            }
            number = departure();
        } finally {
            lock.unlock();
        }
        send(waiting, number);
    }
}
