package dev.hanse.app;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The address a server tells others to find it at, chosen as kube-apiserver chooses it.
final class AdvertisedAddress {

    private AdvertisedAddress() {}

    /// What was given, else what the server is bound to, else an address of this machine.
    ///
    /// @return empty when others cannot reach this machine
    static String of(String given, String bindAddress) {
        if (!given.isEmpty()) {
            var address =
                    literal(given)
                            .orElseThrow(
                                    () ->
                                            new ConfigurationException(
                                                    "--advertise-address "
                                                            + given
                                                            + " is no IP address"));
            if (!address.isAnyLocalAddress()) {
                // Endpoints may not be on the loopback interface.
                return address.isLoopbackAddress() ? "" : address.getHostAddress();
            }
        }
        return literal(bindAddress)
                .filter(each -> !each.isAnyLocalAddress() && !each.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .orElseGet(AdvertisedAddress::ofThisMachine);
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String ofThisMachine() {
        List<NetworkInterface> interfaces;
        try {
            interfaces = NetworkInterface.networkInterfaces().toList();
        } catch (SocketException _) {
            return "";
        }
        return interfaces.stream()
                .filter(AdvertisedAddress::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .map(each -> each.getHostAddress().replaceFirst("%.*", ""))
                .min(Comparator.comparing(each -> each.contains(":")))
                .orElse("");
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp() && !each.isLoopback();
        } catch (SocketException _) {
            return false;
        }
    }
}
