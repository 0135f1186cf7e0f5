package dev.hanse.bench;

/// A response; status 0 stands for a connection that failed.
record Answer(int status, Body body) {

    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /// For steps without which nothing else can be measured.
    Answer orFail(String step) {
        if (!isGood()) {
            throw new IllegalStateException(step + " answered " + status + ": " + body);
        }
        return this;
    }
}
