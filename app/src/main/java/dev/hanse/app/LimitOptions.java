package dev.hanse.app;

import dev.hanse.apiserver.flow.RequestLimits;
import picocli.CommandLine.Option;

/// How much a server does at once, with kube-apiserver's flags.
final class LimitOptions {

    @Option(
            names = "--max-requests-inflight",
            paramLabel = "N",
            defaultValue = "400",
            description =
                    "Requests that only read and run at the same time; 0 for no limit (default:"
                            + " ${DEFAULT-VALUE}).")
    int readOnly = RequestLimits.DEFAULT.readOnly();

    @Option(
            names = "--max-mutating-requests-inflight",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Requests that write and run at the same time; 0 for no limit (default:"
                            + " ${DEFAULT-VALUE}).")
    int mutating = RequestLimits.DEFAULT.mutating();

    @Option(
            names = "--request-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m0s",
            description =
                    "How long a request may take that asks for no shorter time (default:"
                            + " ${DEFAULT-VALUE}).")
    String timeout = "1m0s";

    RequestLimits read() {
        if (readOnly < 0 || mutating < 0) {
            throw new ConfigurationException("a limit of requests cannot be negative");
        }
        return new RequestLimits(
                readOnly, mutating, PositiveDuration.parse("--request-timeout", timeout));
    }
}
