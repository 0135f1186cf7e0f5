package dev.hanse.storage.etcd;

import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The newest revision of the prefix, as etcd knew it after the question was asked.
///
/// Thread-safe. All readers that ask while one request is under way share the next one: that one
/// starts after each of them asked, the one under way may have been answered before.
final class HeadRevision {

    private static final GetOption KEY_ONLY = GetOption.builder().withKeysOnly(true).build();

    private final KV kv;
    private final KeyMapping keys;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean underWay;
    private @Nullable CompletableFuture<Long> next;

    HeadRevision(KV kv, KeyMapping keys) {
        this.kv = kv;
        this.keys = keys;
    }

    /// An answer not older than this call; shared, so not to be cancelled.
    CompletableFuture<Long> ask() {
        CompletableFuture<Long> answer;
        lock.lock();
        try {
            answer = next == null ? new CompletableFuture<>() : next;
            next = answer;
            if (underWay) {
                return answer.copy();
            }
            underWay = true;
            next = null;
        } finally {
            lock.unlock();
        }
        send(answer);
        return answer.copy();
    }

    private void send(CompletableFuture<Long> answer) {
        var _ =
                request()
                        .whenComplete(
                                (response, failure) -> {
                                    sendNext();
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

    private void sendNext() {
        CompletableFuture<Long> waiting;
        lock.lock();
        try {
            waiting = next;
            next = null;
            underWay = waiting != null;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            send(waiting);
        }
    }
}
