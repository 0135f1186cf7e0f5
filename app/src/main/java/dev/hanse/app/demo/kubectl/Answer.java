package dev.hanse.app.demo.kubectl;

/// What a command answered on standard output and standard error, and its exit status.
public record Answer(int status, String text) {

    public boolean succeeded() {
        return status == 0;
    }
}
