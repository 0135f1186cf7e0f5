package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import java.util.stream.Stream;

/// A few thousand objects to write again and again, made beforehand so that making them is not
/// measured.
final class Values {

    private static final int COUNT = 4096;

    private final Bytes[] values;

    Values() {
        var objects = new KubernetesObjects(1);
        this.values = Stream.generate(objects::next).limit(COUNT).toArray(Bytes[]::new);
    }

    Bytes of(long number) {
        return values[(int) (number % COUNT)];
    }
}
