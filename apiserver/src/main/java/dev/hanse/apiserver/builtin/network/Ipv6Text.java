package dev.hanse.apiserver.builtin.network;

import java.util.ArrayList;

/// IPv6 addresses as RFC 5952 wants them written.
final class Ipv6Text {

    private Ipv6Text() {}

    static String shortest(byte[] bytes) {
        var groups = new ArrayList<Integer>();
        for (int i = 0; i < bytes.length; i += 2) {
            groups.add((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff));
        }
        int from = 0;
        int length = 0;
        for (int i = 0; i < groups.size(); i++) {
            int end = i;
            while (end < groups.size() && groups.get(end) == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < groups.size(); i++) {
            if (length > 1 && i == from) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups.get(i)));
        }
        return text.toString();
    }
}
