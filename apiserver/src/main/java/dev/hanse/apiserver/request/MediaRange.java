package dev.hanse.apiserver.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One entry of an Accept header, or a Content-Type (RFC 9110, 8.3 and 12.5.1).
public record MediaRange(String type, Map<String, String> parameters, double quality) {

    public static MediaRange parse(String text) {
        var parts = text.split(";", -1);
        var parameters = new HashMap<String, String>();
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                continue;
            }
            var name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
            var value = parts[i].substring(equals + 1).strip();
            if (name.equals("q")) {
                quality = quality(value);
            } else {
                parameters.put(name, value);
            }
        }
        return new MediaRange(
                parts[0].strip().toLowerCase(Locale.ROOT), Map.copyOf(parameters), quality);
    }

    /// The entries of Accept headers, most wanted first, then the more specific, otherwise in
    /// order.
    public static List<MediaRange> accepted(List<String> headers) {
        var all = new ArrayList<MediaRange>();
        for (var header : headers) {
            for (var each : header.split(",", -1)) {
                if (!each.isBlank()) {
                    all.add(parse(each));
                }
            }
        }
        all.removeIf(each -> each.quality() <= 0);
        all.sort(
                Comparator.comparingDouble((MediaRange each) -> -each.quality())
                        .thenComparingInt(MediaRange::wildcards));
        return all;
    }

    private int wildcards() {
        return type.equals("*/*") ? 2 : type.endsWith("/*") ? 1 : 0;
    }

    /// Whether a client that accepts this range accepts `other`, a plain media type.
    public boolean includes(String other) {
        return type.equals("*/*")
                || type.equals(other)
                || (type.endsWith("/*") && other.startsWith(type.substring(0, type.length() - 1)));
    }

    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    private static double quality(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException _) {
            return 1;
        }
    }
}
