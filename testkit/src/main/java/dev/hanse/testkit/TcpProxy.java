package dev.hanse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A network between a client and one server, on loopback, that can be cut, reset and slowed down.
///
/// Thread-safe.
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 16 << 10;

    private final ServerSocket listening;
    private final URI target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private volatile boolean cut;
    private volatile boolean refusing;
    private volatile Duration delay = Duration.ZERO;

    private TcpProxy(ServerSocket listening, URI target) {
        this.listening = listening;
        this.target = target;
    }

    /// Listens on a free port for connections to `target`.
    public static TcpProxy to(URI target) {
        try {
            var proxy =
                    new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            var _ = Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    /// Where clients connect to, with the scheme of the target.
    public URI endpoint() {
        return URI.create(
                "%s://127.0.0.1:%d".formatted(target.getScheme(), listening.getLocalPort()));
    }

    /// From now on nothing arrives on either side, and nobody is told: a pulled cable.
    public void cut() {
        cut = true;
    }

    /// Breaks all connections, and every new one, at once: a server's machine whose process died.
    public void refuse() {
        refusing = true;
        reset();
    }

    /// Breaks all connections; new ones work.
    public void reset() {
        sockets.forEach(TcpProxy::abort);
    }

    /// Delays everything in both directions by `delay`.
    public void slowDown(Duration delay) {
        this.delay = delay;
    }

    /// The network works again; what was held back while it was cut arrives now.
    public void heal() {
        lock.lock();
        try {
            cut = false;
            refusing = false;
            delay = Duration.ZERO;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                var _ = Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        if (refusing) {
            abort(client);
            return;
        }
        try {
            awaitHealed();
            var server = new Socket();
            sockets.add(server);
            server.connect(new InetSocketAddress(target.getHost(), target.getPort()));
            var _ = Thread.ofVirtual().start(() -> forward(client, server));
            forward(server, client);
        } catch (IOException _) {
            abort(client);
        }
    }

    private void forward(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                Thread.sleep(delay);
                awaitHealed();
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
        } catch (IOException _) {
            abort(from);
            abort(to);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitHealed() {
        lock.lock();
        try {
            while (cut && !listening.isClosed()) {
                healed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Closes with a reset, so that the other side notices at once.
    private static void abort(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // Closed already, which is what was wanted.
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop listening", e);
        } finally {
            heal();
            reset();
        }
    }
}
