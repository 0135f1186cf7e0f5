package dev.hanse.storage.faults;

import java.util.Set;

/// What a store stands on, outside its process: disk or etcd.
interface Ground extends AutoCloseable {

    Engine engine();

    /// What can happen here, besides what can happen to any process.
    Set<Fault> faults();

    /// Makes one of [#faults] happen.
    void strike(Fault fault) throws InterruptedException;

    /// Ends what [#strike] began. For a power loss the process has been killed before.
    void heal(Fault fault) throws InterruptedException;

    @Override
    void close();
}
