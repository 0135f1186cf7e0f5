package dev.hanse.bench;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One open watch. Lines arrive on the client's own threads.
final class WatchStream implements AutoCloseable {

    /// Who wants the events.
    interface Listener {

        void event(String line);
    }

    private final Listener listener;
    private final CompletableFuture<Integer> opened = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;

    WatchStream(Listener listener) {
        this.listener = listener;
    }

    BodyHandler<Void> handler() {
        return info -> {
            opened.complete(info.statusCode());
            return BodySubscribers.fromLineSubscriber(new Lines());
        };
    }

    /// @param answer fails when there is no connection at all
    void awaitOpen(CompletableFuture<HttpResponse<Void>> answer, Duration limit) {
        var _ =
                answer.whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                opened.completeExceptionally(failure);
                            }
                        });
        try {
            var status = opened.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (status != 200) {
                throw new IllegalStateException("a watch was answered with " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a watch could not be opened", e);
        }
    }

    @Override
    public void close() {
        var current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    private final class Lines implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            newSubscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            listener.event(line);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
