package dev.hanse.machinery.format;

import java.util.List;
import java.util.Optional;

/// An IP address read from text without ever asking a name server.
///
/// @param high the upper 64 bits; zero for version 4
/// @param low the lower 64 bits
public record IpAddress(boolean version4, long high, long low) {

    /// A network in CIDR notation.
    public record Network(IpAddress address, int prefixLength) {

        public static Optional<Network> parse(String text) {
            var slash = text.indexOf('/');
            if (slash < 0) {
                return Optional.empty();
            }
            var length = decimal(text.substring(slash + 1), 128);
            return IpAddress.parse(text.substring(0, slash))
                    .filter(each -> length >= 0 && length <= each.bits())
                    .map(each -> new Network(each, length));
        }

        /// What Kubernetes' new fields do not take as a network, in its words; empty if it is fine.
        public static List<String> problems(String text) {
            var network = parse(text);
            if (network.isEmpty()) {
                return List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
            }
            var masked = network.get().masked();
            if (network.get().address().isMapped4()) {
                return List.of("must not have an IPv4-mapped IPv6 address");
            }
            if (!masked.equals(network.get())) {
                return List.of("must not have bits set beyond the prefix length");
            }
            return inCanonicalForm(text, masked.toString());
        }

        public boolean contains(IpAddress other) {
            return other.version4 == address.version4
                    && other.masked(prefixLength).equals(address.masked(prefixLength));
        }

        public boolean contains(Network other) {
            return other.prefixLength >= prefixLength && contains(other.address);
        }

        public Network masked() {
            return new Network(address.masked(prefixLength), prefixLength);
        }

        @Override
        public String toString() {
            return address + "/" + prefixLength;
        }
    }

    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
    }

    /// What Kubernetes' new fields do not take as an address, in its words; empty if it is fine.
    public static List<String> problems(String text) {
        var address = parse(text);
        if (address.isEmpty()) {
            return List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        return address.get().isMapped4()
                ? List.of("must not be an IPv4-mapped IPv6 address")
                : inCanonicalForm(text, address.get().toString());
    }

    private static List<String> inCanonicalForm(String text, String canonical) {
        return text.equals(canonical)
                ? List.of()
                : List.of("must be in canonical form (\"" + canonical + "\")");
    }

    /// An address of version 4 in the clothes of version 6: `::ffff:10.0.0.1`.
    public boolean isMapped4() {
        return !version4 && high == 0 && low >>> 32 == 0xFFFF;
    }

    int bits() {
        return version4 ? 32 : 128;
    }

    /// This address with everything after the first `length` bits cleared.
    public IpAddress masked(int length) {
        if (version4) {
            return new IpAddress(true, 0, length == 0 ? 0 : low & (-1L << (32 - length)));
        }
        return new IpAddress(
                false,
                length == 0 ? 0 : length >= 64 ? high : high & (-1L << (64 - length)),
                length <= 64 ? 0 : low & (-1L << (128 - length)));
    }

    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    public boolean isLoopback() {
        return version4 ? low >>> 24 == 127 : high == 0 && low == 1;
    }

    public boolean isLinkLocalMulticast() {
        return version4 ? low >>> 8 == 0xE00000 : high >>> 48 == 0xFF02;
    }

    public boolean isLinkLocalUnicast() {
        return version4 ? low >>> 16 == 0xA9FE : high >>> 54 == 0xFE80 >>> 6;
    }

    public boolean isGlobalUnicast() {
        var multicast = version4 ? low >>> 28 == 0xE : high >>> 56 == 0xFF;
        var broadcast = version4 && low == 0xFFFFFFFFL;
        return !multicast
                && !broadcast
                && !isUnspecified()
                && !isLoopback()
                && !isLinkLocalUnicast();
    }

    /// The canonical text (RFC 5952 for version 6).
    @Override
    public String toString() {
        if (version4) {
            return (low >>> 24)
                    + "."
                    + (low >>> 16 & 255)
                    + "."
                    + (low >>> 8 & 255)
                    + "."
                    + (low & 255);
        }
        var start = -1;
        var longest = 1;
        for (int i = 0; i < 8; i++) {
            var run = 0;
            while (i + run < 8 && group(i + run) == 0) {
                run++;
            }
            if (run > longest) {
                longest = run;
                start = i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int index) {
        var half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index % 4))) & 0xFFFF;
    }

    private static Optional<IpAddress> parse4(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        var value = 0L;
        for (var part : parts) {
            var octet = decimal(part, 255);
            if (octet < 0) {
                return Optional.empty();
            }
            value = value << 8 | octet;
        }
        return Optional.of(new IpAddress(true, 0, value));
    }

    private static Optional<IpAddress> parse6(String text) {
        var rest = text;
        // A dotted tail stands for the last two groups.
        var lastColon = rest.lastIndexOf(':');
        if (rest.indexOf('.') >= 0) {
            var tail = parse4(rest.substring(lastColon + 1));
            if (tail.isEmpty()) {
                return Optional.empty();
            }
            var bits = tail.get().low;
            rest =
                    rest.substring(0, lastColon + 1)
                            + Long.toHexString(bits >>> 16)
                            + ":"
                            + Long.toHexString(bits & 0xFFFF);
        }
        var gap = rest.indexOf("::");
        if (gap >= 0 && rest.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        var front = groups(gap < 0 ? rest : rest.substring(0, gap));
        var back = groups(gap < 0 ? "" : rest.substring(gap + 2));
        var missing = 8 - front.length - back.length;
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        var value = new long[2];
        for (int i = 0; i < 8; i++) {
            var group =
                    i < front.length
                            ? hexadecimal(front[i])
                            : i < front.length + missing
                                    ? 0
                                    : hexadecimal(back[i - front.length - missing]);
            if (group < 0) {
                return Optional.empty();
            }
            value[i / 4] = value[i / 4] << 16 | group;
        }
        return Optional.of(new IpAddress(false, value[0], value[1]));
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    /// A decimal number without leading zeros, or -1.
    private static int decimal(String text, int most) {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        var value = 0;
        for (int i = 0; i < text.length(); i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= most ? value : -1;
    }

    private static int hexadecimal(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        var value = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
