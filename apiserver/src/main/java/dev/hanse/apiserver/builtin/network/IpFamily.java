package dev.hanse.apiserver.builtin.network;

import java.net.InetAddress;
import java.util.Optional;

/// Which protocol an address belongs to.
enum IpFamily {
    V4("IPv4"),
    V6("IPv6");

    private final String text;

    IpFamily(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /// The family of an address written in full; names are never looked up.
    static Optional<IpFamily> of(String address) {
        return address(address).map(each -> each.getAddress().length == 4 ? V4 : V6);
    }

    static Optional<InetAddress> address(String text) {
        boolean four = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean six = text.contains(":") && text.matches("[0-9A-Fa-f:.]+");
        if (!four && !six) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
