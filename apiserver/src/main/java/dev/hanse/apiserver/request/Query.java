package dev.hanse.apiserver.request;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters behind the question mark, decoded, in order.
public record Query(Map<String, List<String>> values) {

    public static final Query EMPTY = new Query(Map.of());

    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            var key = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
        }
        return new Query(values);
    }

    /// The first value, or the empty string.
    public String first(String name) {
        var found = values.get(name);
        return found == null ? "" : found.getFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// As Kubernetes reads a boolean: absent, `false` and `0` are false, anything else is true.
    public boolean isTrue(String name) {
        var found = values.get(name);
        if (found == null) {
            return false;
        }
        var value = found.getFirst();
        return !value.equalsIgnoreCase("false") && !value.equals("0");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
