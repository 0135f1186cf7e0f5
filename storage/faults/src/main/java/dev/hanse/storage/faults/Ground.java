package dev.hanse.storage.faults;

import java.util.List;
import java.util.Set;

/// What a store stands on, outside its process: disk or etcd.
interface Ground extends AutoCloseable {

    /// One for each process that shall serve the store.
    List<Engine> engines();

    /// What can happen here, besides what can happen to any process.
    Set<Fault> faults();

    /// Makes one of [#faults] happen.
    void strike(Fault fault) throws InterruptedException;

    /// Ends what [#strike] began. For a power loss the process has been killed before.
    void heal(Fault fault) throws InterruptedException;

    @Override
    void close();
}
