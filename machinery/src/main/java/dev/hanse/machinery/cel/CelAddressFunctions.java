package dev.hanse.machinery.cel;

import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.hanse.machinery.format.IpAddress;
import java.util.Locale;
import java.util.Optional;

/// Kubernetes' IP address and CIDR libraries.
final class CelAddressFunctions {

    private CelAddressFunctions() {}

    static CelFunctions library() {
        var functions = new CelFunctions();
        addIp(functions);
        addCidr(functions);
        return functions;
    }

    private static void addIp(CelFunctions functions) {
        var ip = OpaqueType.create("net.IP");
        var bool = SimpleType.BOOL;
        var text = SimpleType.STRING;
        functions
                .function("ip", ip, text, String.class, CelAddressFunctions::ip)
                .function("isIP", bool, text, String.class, x -> plain(x).isPresent())
                .function(
                        "ip.isCanonical",
                        bool,
                        text,
                        String.class,
                        x -> ip(x).toString().equals(x.toLowerCase(Locale.ROOT)) && isLower(x))
                .function("string", text, ip, IpAddress.class, IpAddress::toString)
                .method("family", SimpleType.INT, ip, IpAddress.class, x -> x.version4() ? 4L : 6L)
                .method("isUnspecified", bool, ip, IpAddress.class, IpAddress::isUnspecified)
                .method("isLoopback", bool, ip, IpAddress.class, IpAddress::isLoopback)
                .method(
                        "isLinkLocalMulticast",
                        bool,
                        ip,
                        IpAddress.class,
                        IpAddress::isLinkLocalMulticast)
                .method(
                        "isLinkLocalUnicast",
                        bool,
                        ip,
                        IpAddress.class,
                        IpAddress::isLinkLocalUnicast)
                .method("isGlobalUnicast", bool, ip, IpAddress.class, IpAddress::isGlobalUnicast);
    }

    private static void addCidr(CelFunctions functions) {
        var ip = OpaqueType.create("net.IP");
        var cidr = OpaqueType.create("net.CIDR");
        var bool = SimpleType.BOOL;
        var text = SimpleType.STRING;
        var networkParameter = new CelFunctions.Parameter<>(cidr, IpAddress.Network.class);
        var textParameter = new CelFunctions.Parameter<>(text, String.class);
        functions
                .function("cidr", cidr, text, String.class, CelAddressFunctions::cidr)
                .function("isCIDR", bool, text, String.class, x -> plainNetwork(x).isPresent())
                .function(
                        "string", text, cidr, IpAddress.Network.class, IpAddress.Network::toString)
                .method(
                        "containsIP",
                        bool,
                        networkParameter,
                        new CelFunctions.Parameter<>(ip, IpAddress.class),
                        IpAddress.Network::contains)
                .method(
                        "containsIP",
                        bool,
                        networkParameter,
                        textParameter,
                        (x, y) -> x.contains(ip(y)))
                .method(
                        "containsCIDR",
                        bool,
                        networkParameter,
                        networkParameter,
                        IpAddress.Network::contains)
                .method(
                        "containsCIDR",
                        bool,
                        networkParameter,
                        textParameter,
                        (x, y) -> x.contains(cidr(y)))
                .method("ip", ip, cidr, IpAddress.Network.class, IpAddress.Network::address)
                .method("masked", cidr, cidr, IpAddress.Network.class, IpAddress.Network::masked)
                .method(
                        "prefixLength",
                        SimpleType.INT,
                        cidr,
                        IpAddress.Network.class,
                        x -> (long) x.prefixLength());
    }

    private static boolean isLower(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT));
    }

    /// An address that cannot be taken for one of the other family.
    private static Optional<IpAddress> plain(String text) {
        return IpAddress.parse(text).filter(each -> !each.isMapped4());
    }

    private static IpAddress ip(String text) {
        var address =
                IpAddress.parse(text)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "IP Address \""
                                                        + text
                                                        + "\" parse error during conversion"
                                                        + " from string"));
        if (address.isMapped4()) {
            throw new IllegalArgumentException(
                    "IPv4-mapped IPv6 address \"" + text + "\" is not allowed");
        }
        return address;
    }

    private static Optional<IpAddress.Network> plainNetwork(String text) {
        return IpAddress.Network.parse(text).filter(each -> !each.address().isMapped4());
    }

    private static IpAddress.Network cidr(String text) {
        return plainNetwork(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "network address parse error during conversion from string:"
                                                + " network \""
                                                + text
                                                + "\" is invalid"));
    }
}
