package dev.hanse.bench.storage;

import java.util.Set;

/// One thing to measure, in a process of its own on an empty directory.
interface Measurement {

    /// What `--only` looks for.
    String name();

    /// Whom it can be asked of.
    Set<Subject> subjects();

    /// Whether it is worth repeating; not when it mostly loads.
    default boolean isRepeated() {
        return true;
    }

    void run(Bench bench);
}
