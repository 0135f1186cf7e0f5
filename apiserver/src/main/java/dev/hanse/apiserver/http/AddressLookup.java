package dev.hanse.apiserver.http;

import dev.hanse.apiserver.outbound.AddressRules;
import dev.hanse.apiserver.outbound.CallFailedException;
import dev.hanse.apiserver.outbound.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds the address behind a name, and makes sure that it may be connected to.
///
/// The platform's resolver blocks the thread it is called on, virtual or not, for as long as
/// somebody's name server takes; it gets a few threads of its own, which live only while needed.
/// Thread-safe.
final class AddressLookup implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int WAITING = 1_000;

    private final AddressRules rules;
    private final ExecutorService threads;

    AddressLookup(AddressRules rules) {
        this.rules = rules;
        var pool =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        5,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(WAITING),
                        Thread.ofPlatform().daemon().name("address-lookup-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    InetAddress find(Endpoint endpoint, Duration timeout) {
        var host = endpoint.connectTo();
        var refused = "";
        for (var each : addresses(host, timeout)) {
            var problem = rules.problem(each, endpoint.port());
            if (problem.isEmpty()) {
                return each;
            }
            refused = each.getHostAddress() + " is refused: " + problem.get();
        }
        throw new CallFailedException(dial(endpoint) + refused);
    }

    private InetAddress[] addresses(String host, Duration timeout) {
        try {
            return threads.submit(() -> InetAddress.getAllByName(host))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new CallFailedException(
                    "dial tcp: lookup "
                            + host
                            + ": "
                            + (e.getCause() instanceof UnknownHostException
                                    ? "no such host"
                                    : String.valueOf(e.getCause())));
        } catch (TimeoutException _) {
            throw new CallFailedException("context deadline exceeded");
        } catch (RejectedExecutionException _) {
            throw new CallFailedException("dial tcp: lookup " + host + ": too many lookups");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("context canceled");
        }
    }

    private static String dial(Endpoint endpoint) {
        return "dial tcp " + endpoint.connectTo() + ":" + endpoint.port() + ": ";
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
