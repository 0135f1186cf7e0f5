package dev.hanse.apiserver.crd;

import java.nio.charset.StandardCharsets;

/// Texts as Go counts them: in bytes of UTF-8.
final class CrdText {

    private CrdText() {}

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Where the first character is that Go's `unicode.IsPrint` would not print, or -1.
    static int firstUnprintable(String text) {
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (!isPrintable(character)) {
                return bytes(text.substring(0, at));
            }
            at += Character.charCount(character);
        }
        return -1;
    }

    private static boolean isPrintable(int character) {
        return character == ' '
                || switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            false;
                    default -> true;
                };
    }
}
