package dev.hanse.app;

import dev.hanse.apiserver.builtin.network.ServiceClaims;
import dev.hanse.apiserver.builtin.network.ServiceRanges;
import java.util.List;
import picocli.CommandLine.Option;

/// What services are given, with kube-apiserver's flags.
final class ServiceOptions {

    @Option(
            names = "--service-cluster-ip-range",
            paramLabel = "CIDR",
            split = ",",
            defaultValue = "10.0.0.0/24",
            description =
                    "Addresses of services: one network, or one of each family (default:"
                            + " ${DEFAULT-VALUE}).")
    List<String> addresses = ServiceRanges.DEFAULT.addresses();

    @Option(
            names = "--service-node-port-range",
            paramLabel = "FIRST-LAST",
            defaultValue = "30000-32767",
            description = "Ports of services on nodes (default: ${DEFAULT-VALUE}).")
    String ports = "30000-32767";

    ServiceRanges ranges() {
        if (!ports.matches("[0-9]{1,5}-[0-9]{1,5}")) {
            throw new ConfigurationException(
                    "--service-node-port-range " + ports + " is no range of ports");
        }
        int dash = ports.indexOf('-');
        var ranges =
                new ServiceRanges(
                        addresses,
                        Integer.parseInt(ports.substring(0, dash)),
                        Integer.parseInt(ports.substring(dash + 1)));
        try {
            ServiceClaims.first(ranges);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--service-cluster-ip-range: " + e.getMessage());
        }
        return ranges;
    }
}
