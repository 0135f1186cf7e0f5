package dev.hanse.storage.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The processes that serve one store side by side, any of which may be killed and started again.
final class Servers implements AutoCloseable {

    private final List<Engine> engines;
    private final Path work;
    private final List<ChildProcess> processes = new ArrayList<>();

    /// @param engines one for each process; more than one only if they can share a store
    Servers(List<Engine> engines, Path work) {
        this.engines = engines;
        this.work = work;
        for (var engine : engines) {
            processes.add(ChildProcess.start(engine, work, List.of()));
        }
    }

    int size() {
        return processes.size();
    }

    ChildProcess any(RandomGenerator random) {
        return processes.get(random.nextInt(processes.size()));
    }

    List<RemoteStore> stores() {
        return processes.stream().map(ChildProcess::store).toList();
    }

    void pause() {
        processes.forEach(ChildProcess::pause);
    }

    void kill() {
        processes.forEach(ChildProcess::kill);
    }

    /// Starts those again that have ended.
    ///
    /// @return how long that took until all served, or zero if none had ended
    Duration restart() {
        var duration = Duration.ZERO;
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).isAlive()) {
                long begun = System.nanoTime();
                processes.set(i, ChildProcess.start(engines.get(i), work, List.of()));
                duration = duration.plusNanos(System.nanoTime() - begun);
            }
        }
        return duration;
    }

    @Override
    public void close() {
        kill();
    }
}
