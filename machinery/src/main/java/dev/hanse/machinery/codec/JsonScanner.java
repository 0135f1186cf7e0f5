package dev.hanse.machinery.codec;

import java.nio.charset.StandardCharsets;

/// Walks over JSON as [ObjectSplice] writes it, without a blank between tokens, and looks only at
/// what it is asked for. Much faster than a parser, and no judge of what it skips.
final class JsonScanner {

    private final byte[] json;
    private int at;
    private int nameStart;
    private int nameEnd;

    /// @param start just behind the brace that opens an object
    JsonScanner(byte[] json, int start) {
        this.json = json;
        this.at = start;
    }

    /// Moves to the value of the next member of the object, or behind the object if there is none.
    boolean nextMember() {
        skipComma();
        if (skip('}')) {
            return false;
        }
        nameStart = at + 1;
        skipString();
        nameEnd = at - 1;
        require(':');
        return true;
    }

    /// Whether this is the name of the member. Names with escapes in them are none anybody asks
    /// for.
    boolean isNamed(byte[] name) {
        if (nameEnd - nameStart != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (json[nameStart + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// Moves into the array that is the value, or behind a value that is none.
    boolean enterArray() {
        if (skip('[')) {
            return true;
        }
        skipValue();
        return false;
    }

    /// Moves to the next value of the array, or behind the array if there is none.
    boolean nextElement() {
        skipComma();
        return !skip(']');
    }

    /// Moves into the next object of the array, or behind the array if there is none.
    boolean nextObject() {
        while (true) {
            skipComma();
            if (skip(']')) {
                return false;
            }
            if (skip('{')) {
                return true;
            }
            skipValue();
        }
    }

    /// The value, which is a string; empty if it is none.
    String string() {
        int start = at;
        skipValue();
        if (json[start] != '"') {
            return "";
        }
        for (int i = start; i < at; i++) {
            if (json[i] == '\\') {
                return Json.parse(json, start, at - start).tree().asText();
            }
        }
        return new String(json, start + 1, at - start - 2, StandardCharsets.UTF_8);
    }

    void skipValue() {
        int depth = 0;
        do {
            switch (current()) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            at++;
        } while (depth > 0 || !endsValue());
    }

    private boolean endsValue() {
        byte next = current();
        return next == ',' || next == '}' || next == ']';
    }

    private void skipString() {
        require('"');
        int next = at;
        while (next < json.length && json[next] != '"') {
            next += json[next] == '\\' ? 2 : 1;
        }
        at = next;
        require('"');
    }

    private void skipComma() {
        skip(',');
    }

    private boolean skip(char expected) {
        if (current() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char expected) {
        if (!skip(expected)) {
            throw new IllegalStateException("a stored object is not the JSON it was written as");
        }
    }

    private byte current() {
        if (at >= json.length) {
            throw new IllegalStateException("a stored object ends in the middle");
        }
        return json[at];
    }
}
