package dev.hanse.app.demo.kubectl;

import java.util.List;

/// Runs one kubectl command to its end, whoever does what the command says.
public interface KubectlRunner extends AutoCloseable {

    /// One sentence for the person who reads the commands: who runs them.
    String introduction();

    /// @param arguments what a shell would hand to kubectl, without its name
    Answer run(List<String> arguments) throws InterruptedException;

    /// Ends the command that runs, if one does.
    @Override
    void close();
}
