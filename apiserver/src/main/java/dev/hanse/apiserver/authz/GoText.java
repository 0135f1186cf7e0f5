package dev.hanse.apiserver.authz;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A user as Go prints one, which is how kube-apiserver repeats an impersonation it refuses.
final class GoText {

    private GoText() {}

    static String userInfo(String uid, List<String> groups, Map<String, List<String>> extra) {
        return "&user.DefaultInfo{Name:\"\", UID:"
                + quoted(uid)
                + ", Groups:"
                + strings(groups)
                + ", Extra:"
                + map(extra)
                + "}";
    }

    private static String map(Map<String, List<String>> values) {
        return values.isEmpty()
                ? "map[string][]string(nil)"
                : new TreeMap<>(values)
                        .entrySet().stream()
                                .map(each -> quoted(each.getKey()) + ":" + strings(each.getValue()))
                                .collect(Collectors.joining(", ", "map[string][]string{", "}"));
    }

    private static String strings(List<String> values) {
        return values.isEmpty()
                ? "[]string(nil)"
                : values.stream()
                        .map(GoText::quoted)
                        .collect(Collectors.joining(", ", "[]string{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
