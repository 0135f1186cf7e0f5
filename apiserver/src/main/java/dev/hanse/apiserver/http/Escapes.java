package dev.hanse.apiserver.http;

import dev.hanse.machinery.codec.Unicode;
import dev.hanse.machinery.status.ApiException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;

/// Paths with their percent-escapes resolved (RFC 3986 section 2.1), before anybody looks at them:
/// what is authorized is what is served.
final class Escapes {

    private static final int HEXADECIMAL = 16;
    private static final int BYTE = 0xff;

    private Escapes() {}

    /// @param path as it was sent, each byte a character
    /// @throws ApiException 400 if an escape is malformed or the result is not UTF-8, which other
    ///   readers of the same path may take for something else
    static String resolved(String path) {
        var bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            int next = path.charAt(i);
            if (next == '%') {
                next = escaped(path, i + 1);
                i += 2;
            }
            if (next > BYTE) {
                throw malformed();
            }
            bytes.write(next);
        }
        try {
            return Unicode.utf8(bytes.toByteArray());
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static int escaped(String path, int at) {
        if (at + 2 > path.length()) {
            throw malformed();
        }
        int high = Character.digit(path.charAt(at), HEXADECIMAL);
        int low = Character.digit(path.charAt(at + 1), HEXADECIMAL);
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return high * HEXADECIMAL + low;
    }

    private static ApiException malformed() {
        return ApiException.badRequest("the path of the request is malformed");
    }
}
