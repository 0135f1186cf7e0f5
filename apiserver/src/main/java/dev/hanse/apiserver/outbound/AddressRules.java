package dev.hanse.apiserver.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the server connects to because a user said so. A tenant names the address of a webhook,
/// but it is the server that connects, from inside the operator's network: without these rules a
/// tenant could reach what trusts this machine (server-side request forgery,
/// <https://owasp.org/Top10/A10_2021-Server-Side_Request_Forgery_%28SSRF%29/>).
///
/// Judges addresses, not names, and is asked for the very address that is then connected to.
///
/// @param everywhere for a server without tenants: whoever configures webhooks owns the machine
/// @param allowed blocks that are fine although they are special
/// @param ownPort the port this server listens on, once it does; it never calls itself
public record AddressRules(boolean everywhere, List<AddressBlock> allowed, OwnPort ownPort) {

    private static final AddressBlock METADATA = AddressBlock.parse("fd00:ec2::/32");

    public AddressRules {
        allowed = List.copyOf(allowed);
    }

    /// Why there may be no connection to `address`, or empty.
    public Optional<String> problem(InetAddress address, int port) {
        if (everywhere) {
            return Optional.empty();
        }
        if (port == ownPort.getAsInt() && isOfThisMachine(address)) {
            return Optional.of("it is this server itself");
        }
        if (allowed.stream().anyMatch(each -> each.contains(address))) {
            return Optional.empty();
        }
        return Optional.ofNullable(special(address))
                .map(kind -> "it is a " + kind + " address, which the operator has not allowed");
    }

    private static @Nullable String special(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return "loopback";
        }
        // Clouds give out credentials at 169.254.169.254, and at fd00:ec2::254.
        if (address.isLinkLocalAddress() || METADATA.contains(address)) {
            return "link-local";
        }
        return address.isMulticastAddress() ? "multicast" : null;
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            // Nobody knows; better no webhook than a loop.
            return true;
        }
    }
}
