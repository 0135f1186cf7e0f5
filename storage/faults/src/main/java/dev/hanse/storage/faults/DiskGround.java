package dev.hanse.storage.faults;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A directory on whatever disk there is.
final class DiskGround implements Ground {

    private final Path directory;

    DiskGround(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<Engine> engines() {
        return List.of(new Engine.Embedded(directory));
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.noneOf(Fault.class);
    }

    @Override
    public void strike(Fault fault) {
        throw new IllegalArgumentException("cannot happen to a shared disk: " + fault);
    }

    @Override
    public void heal(Fault fault) {}

    @Override
    public void close() {}
}
