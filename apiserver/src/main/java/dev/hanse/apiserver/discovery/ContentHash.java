package dev.hanse.apiserver.discovery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// Hashes of documents, for ETags and for URLs that never change their content.
final class ContentHash {

    private ContentHash() {}

    static byte[] sha256(byte[] content) {
        return digest("SHA-256", content);
    }

    /// Upper-case hexadecimal SHA-512, the form Kubernetes puts into ETags and OpenAPI v3 URLs.
    static String hex(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-512", content)).toUpperCase(Locale.ROOT);
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
