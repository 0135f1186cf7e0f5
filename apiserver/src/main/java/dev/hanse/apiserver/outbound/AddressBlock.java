package dev.hanse.apiserver.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A block of addresses, written `10.0.0.0/8` or `fd00::/8`; one address is a block of its own.
///
/// @param base some address of the block
/// @param prefix how many leading bits all of them share
public record AddressBlock(InetAddress base, int prefix) {

    /// @throws IllegalArgumentException if `text` is no block of addresses
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        // A name would be looked up.
        if (!address.matches("[0-9a-fA-F:.]+") || !address.matches(".*[.:].*")) {
            throw invalid(text);
        }
        try {
            var base = InetAddress.getByName(address);
            int longest = base.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > longest) {
                throw invalid(text);
            }
            return new AddressBlock(base, prefix);
        } catch (UnknownHostException | NumberFormatException _) {
            throw invalid(text);
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("not a block of addresses: \"" + text + "\"");
    }

    public boolean contains(InetAddress address) {
        byte[] one = base.getAddress();
        byte[] other = address.getAddress();
        if (one.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
