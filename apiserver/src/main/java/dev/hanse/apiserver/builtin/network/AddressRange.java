package dev.hanse.apiserver.builtin.network;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A network whose addresses are given out one by one, without its first and, for IPv4, its last.
///
/// @param base the network's own address as a number
/// @param size how many addresses may be given out
record AddressRange(String cidr, IpFamily family, BigInteger base, int size) {

    /// Kubernetes uses no more of an IPv6 network.
    private static final int MOST = 1 << 16;

    private static final int GUESSES = 16;

    /// @throws IllegalArgumentException if `cidr` is no network
    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        var address = IpFamily.address(slash < 0 ? "" : cidr.substring(0, slash));
        if (address.isEmpty() || !cidr.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("\"" + cidr + "\" is no network");
        }
        var bytes = address.get().getAddress();
        int hostBits = bytes.length * 8 - Integer.parseInt(cidr.substring(slash + 1));
        if (hostBits < 2 || hostBits > bytes.length * 8) {
            throw new IllegalArgumentException("\"" + cidr + "\" is no network for services");
        }
        var base = new BigInteger(1, bytes).shiftRight(hostBits).shiftLeft(hostBits);
        var family = bytes.length == 4 ? IpFamily.V4 : IpFamily.V6;
        var all = BigInteger.ONE.shiftLeft(hostBits).subtract(BigInteger.ONE);
        var usable = family == IpFamily.V4 ? all.subtract(BigInteger.ONE) : all;
        int limit = family == IpFamily.V4 ? Integer.MAX_VALUE : MOST;
        return new AddressRange(
                cidr, family, base, usable.min(BigInteger.valueOf(limit)).intValue());
    }

    String first() {
        return at(0);
    }

    private String at(int index) {
        int length = family == IpFamily.V4 ? 4 : 16;
        var number = base.add(BigInteger.valueOf(index + 1L)).toByteArray();
        var bytes = new byte[length];
        int from = Math.max(0, number.length - length);
        System.arraycopy(
                number, from, bytes, length - (number.length - from), number.length - from);
        try {
            var text = InetAddress.getByAddress(bytes).getHostAddress();
            return family == IpFamily.V4 ? text : Ipv6Text.shortest(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean contains(String address) {
        return IpFamily.address(address)
                .map(each -> new BigInteger(1, each.getAddress()))
                .map(each -> each.subtract(base).subtract(BigInteger.ONE))
                .filter(each -> each.signum() >= 0 && each.compareTo(BigInteger.valueOf(size)) < 0)
                .isPresent();
    }

    /// A free address, by chance; the low ones, which people choose by hand, only when no other is
    /// left (KEP-3070).
    Optional<String> free(RandomGenerator random, Predicate<String> taken) {
        int low = Math.min(Math.max(16, size / 16), 256);
        int reserved = size <= 16 ? 0 : low;
        for (int i = 0; i < GUESSES; i++) {
            var guess = at(reserved + random.nextInt(size - reserved));
            if (!taken.test(guess)) {
                return Optional.of(guess);
            }
        }
        return scan(reserved, size, taken).or(() -> scan(0, reserved, taken));
    }

    private Optional<String> scan(int from, int to, Predicate<String> taken) {
        for (int i = from; i < to; i++) {
            var address = at(i);
            if (!taken.test(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}
