package dev.hanse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An etcd of several members, each of which can be killed, paused and started again.
public final class EtcdCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 20;

    private final List<EtcdProcess> members;

    private EtcdCluster(List<EtcdProcess> members) {
        this.members = List.copyOf(members);
    }

    /// An empty cluster of `size` members with a leader, which loses a dead leader within a second.
    public static EtcdCluster startNew(int size) {
        return startNew(size, EtcdSettings.PLAIN);
    }

    public static EtcdCluster startNew(int size, EtcdSettings settings) {
        var quick = settings.with("--heartbeat-interval=50", "--election-timeout=500");
        var ports = freePorts(size * 3);
        var peers = ports.subList(0, size).stream().map(EtcdCluster::peer).toList();
        var names = peers.stream().map(EtcdCluster::memberName).toList();
        var together =
                peers.stream()
                        .map(peer -> memberName(peer) + "=" + peer)
                        .collect(Collectors.joining(","));
        var members = new ArrayList<EtcdProcess>();
        for (int i = 0; i < size; i++) {
            members.add(
                    EtcdProcess.launch(
                            new EtcdProcess.Place(
                                    names.get(i),
                                    peers.get(i),
                                    ports.get(size + i),
                                    ports.get(2 * size + i),
                                    together),
                            quick));
        }
        members.forEach(EtcdProcess::awaitReady);
        return new EtcdCluster(members);
    }

    static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no free ports", e);
        }
        return ports;
    }

    static URI peer(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    static String memberName(URI peer) {
        return "m" + peer.getPort();
    }

    public List<URI> endpoints() {
        return members.stream().map(EtcdProcess::endpoint).toList();
    }

    public List<EtcdProcess> members() {
        return members;
    }

    /// The member that leads, waiting until there is one. All members must be running.
    public EtcdProcess leader() {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var leader = findLeader();
        while (leader.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no member of the etcd cluster leads");
            }
            pause();
            leader = findLeader();
        }
        return leader.get();
    }

    public List<EtcdProcess> followers() {
        var leader = leader();
        return members.stream().filter(member -> member != leader).toList();
    }

    private Optional<EtcdProcess> findLeader() {
        return members.stream().filter(member -> member.operator().isLeader()).findFirst();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a leader", e);
        }
    }

    @Override
    public void close() {
        members.forEach(EtcdProcess::close);
    }
}
