package dev.hanse.storage.faults;

import dev.hanse.testkit.EtcdCluster;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Three members of etcd, shared by any number of servers.
final class EtcdGround implements Ground {

    private static final int MEMBERS = 3;

    private final EtcdCluster cluster = EtcdCluster.startNew(MEMBERS);
    private final List<Path> replicas;
    private @Nullable EtcdProcess victim;

    /// @param replicas one directory for each server that shares this etcd
    EtcdGround(List<Path> replicas) {
        this.replicas = List.copyOf(replicas);
    }

    @Override
    public List<Engine> engines() {
        return replicas.stream()
                .<Engine>map(replica -> new Engine.Etcd(replica, cluster.endpoints()))
                .toList();
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.of(Fault.LEADER_KILL, Fault.LEADER_PAUSE, Fault.ETCD_KILL);
    }

    @Override
    public void strike(Fault fault) {
        switch (fault) {
            case LEADER_KILL -> leader().kill();
            case LEADER_PAUSE -> leader().pause();
            case ETCD_KILL -> cluster.members().forEach(EtcdProcess::kill);
            default -> throw new IllegalArgumentException("cannot happen to etcd: " + fault);
        }
    }

    private EtcdProcess leader() {
        var leader = cluster.leader();
        victim = leader;
        return leader;
    }

    @Override
    public void heal(Fault fault) {
        var one = victim;
        victim = null;
        if (fault == Fault.ETCD_KILL) {
            var members = cluster.members();
            members.subList(1, MEMBERS).forEach(EtcdProcess::startWithoutWaiting);
            members.getFirst().start();
        } else if (one != null && fault == Fault.LEADER_KILL) {
            one.start();
        } else if (one != null) {
            one.resume();
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
