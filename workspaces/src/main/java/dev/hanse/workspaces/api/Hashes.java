package dev.hanse.workspaces.api;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The hashes behind labels and generated names; clients compute the same ones.
public final class Hashes {
    private static final String DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private Hashes() {}

    public static byte[] sha224(byte[] input) {
        return digest("SHA-224", input);
    }

    public static byte[] sha224(String input) {
        return sha224(input.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] sha256(byte[] input) {
        return digest("SHA-256", input);
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /// The bytes as one number in base 62, digits before lower case before upper case.
    public static String base62(byte[] bytes) {
        return inBase(new BigInteger(1, bytes), 62);
    }

    /// The bytes as one number in base 36, with a zero for each leading zero byte.
    public static String base36Padded(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        return "0".repeat(zeros) + inBase(new BigInteger(1, bytes), 36);
    }

    private static String inBase(BigInteger number, int base) {
        if (number.signum() == 0) {
            return "0";
        }
        var radix = BigInteger.valueOf(base);
        var text = new StringBuilder();
        for (var rest = number; rest.signum() > 0; rest = rest.divide(radix)) {
            text.append(DIGITS.charAt(rest.mod(radix).intValue()));
        }
        return text.reverse().toString();
    }

    private static byte[] digest(String algorithm, byte[] input) {
        try {
            return MessageDigest.getInstance(algorithm).digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
