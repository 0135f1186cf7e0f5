package dev.hanse.apiserver.discovery;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a client's `Accept` header says, best first. No header accepts everything.
record AcceptedTypes(List<MediaType> types) {

    /// @param type for instance `application/json` or `*/*`
    /// @param parameters without `q`
    record MediaType(String type, Map<String, String> parameters, double quality) {

        boolean matches(String other) {
            return type.equals("*/*")
                    || type.equals(other)
                    || (type.endsWith("/*")
                            && other.startsWith(type.substring(0, type.length() - 1)));
        }

        String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    static AcceptedTypes of(ApiRequest request) {
        var types = new ArrayList<MediaType>();
        for (var header : request.headerValues("accept")) {
            for (var each : header.split(",", -1)) {
                if (!each.isBlank()) {
                    types.add(parse(each));
                }
            }
        }
        if (types.isEmpty()) {
            types.add(new MediaType("*/*", Map.of(), 1));
        }
        types.sort(Comparator.comparingDouble(MediaType::quality).reversed());
        return new AcceptedTypes(List.copyOf(types));
    }

    /// Refuses clients that cannot read JSON.
    void requireJson() {
        if (types.stream().noneMatch(each -> each.matches(Document.JSON))) {
            throw ApiException.notAcceptable(
                    "only the following media types are accepted: " + Document.JSON);
        }
    }

    private static MediaType parse(String text) {
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
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality);
    }

    private static double quality(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
