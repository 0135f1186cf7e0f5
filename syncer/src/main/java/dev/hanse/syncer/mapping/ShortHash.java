package dev.hanse.syncer.mapping;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A SHA-224 digest of a text, written with few characters.
final class ShortHash {

    private static final String DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final BigInteger SIXTY_TWO = BigInteger.valueOf(62);

    private ShortHash() {}

    /// For label values, which may hold letters of both cases.
    static String base62(String text) {
        var rest = new BigInteger(1, sha224(text));
        var digits = new StringBuilder();
        while (rest.signum() > 0) {
            var parts = rest.divideAndRemainder(SIXTY_TWO);
            digits.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return digits.reverse().toString();
    }

    /// For names. Every leading zero byte of the digest counts as one digit, as kcp has it.
    static String base36(String text) {
        var digest = sha224(text);
        int zeros = 0;
        while (zeros < digest.length && digest[zeros] == 0) {
            zeros++;
        }
        return "0".repeat(zeros) + new BigInteger(1, digest).toString(36);
    }

    private static byte[] sha224(String text) {
        try {
            return MessageDigest.getInstance("SHA-224")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-224", e);
        }
    }
}
