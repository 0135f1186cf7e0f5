package dev.hanse.apiserver.builtin.network;

import java.util.List;

/// Where the addresses and ports of services come from.
///
/// @param addresses one network or two of different families, in CIDR notation; the first is the
///   default
/// @param firstPort the lowest port of nodes that is given out
/// @param lastPort the highest
public record ServiceRanges(List<String> addresses, int firstPort, int lastPort) {

    /// kube-apiserver's.
    public static final ServiceRanges DEFAULT =
            new ServiceRanges(List.of("10.0.0.0/24"), 30_000, 32_767);

    public ServiceRanges {
        addresses = List.copyOf(addresses);
    }
}
