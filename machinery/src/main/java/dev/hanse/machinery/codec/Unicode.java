package dev.hanse.machinery.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What is text and what only looks like it. Two spellings of one name would be two names to
/// whoever compares one of them, so nothing but the shortest UTF-8 is read (RFC 3629 section 3).
public final class Unicode {

    private static final char REPLACEMENT = '\ufffd';

    private Unicode() {}

    /// Whether every character is whole: a surrogate stands in a pair or not at all.
    public static boolean isWhole(String text) {
        return firstHalf(text) < 0;
    }

    /// The text with U+FFFD for every half of a character, which is how Go reads JSON.
    static String repaired(String text) {
        int broken = firstHalf(text);
        if (broken < 0) {
            return text;
        }
        var repaired = new StringBuilder(text);
        for (int i = broken; i < repaired.length(); i++) {
            if (Character.isSurrogate(repaired.charAt(i))) {
                if (isPair(repaired, i)) {
                    i++;
                } else {
                    repaired.setCharAt(i, REPLACEMENT);
                }
            }
        }
        return repaired.toString();
    }

    private static int firstHalf(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean isPair(CharSequence text, int at) {
        return at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /// Decodes strictly; nothing is replaced.
    public static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /// Whether the bytes are UTF-8, at little cost when they are ASCII.
    static boolean isUtf8(byte[] bytes, int offset, int length) {
        int any = 0;
        for (int i = offset; i < offset + length; i++) {
            any |= bytes[i];
        }
        if (any >= 0) {
            return true;
        }
        try {
            var _ =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
