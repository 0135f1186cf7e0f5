package dev.hanse.app.storage;

import java.util.Iterator;

/// Shows on a terminal that something goes on; silent where nobody looks.
final class Progress implements AutoCloseable {

    private static final int STEPS_PER_LOOK = 1000;
    private static final long NANOS_PER_LINE = 200_000_000;

    private final String what;
    private final boolean shown;
    private long steps;
    private long lastLine = System.nanoTime();
    private boolean printed;

    private Progress(String what, boolean shown) {
        this.what = what;
        this.shown = shown;
    }

    /// @param what is counted, such as `keys read`
    // Without a terminal it is null, in this release again.
    @SuppressWarnings("SystemConsoleNull")
    static Progress of(String what) {
        var console = System.console();
        return new Progress(what, console != null && console.isTerminal());
    }

    void step() {
        steps++;
        if (shown && steps % STEPS_PER_LOOK == 0 && System.nanoTime() - lastLine > NANOS_PER_LINE) {
            lastLine = System.nanoTime();
            printed = true;
            System.err.printf("\r%,d %s", steps, what);
        }
    }

    <T> Iterator<T> counting(Iterator<T> items) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public T next() {
                step();
                return items.next();
            }
        };
    }

    /// Leaves the line to what is printed next.
    @Override
    public void close() {
        if (printed) {
            System.err.print("\r\u001b[K");
        }
    }
}
