package dev.hanse.bench;

/// The objects that the benchmark writes, and where it writes them.
final class Bodies {

    /// The workspace in which everything but workspaces is created.
    static final String WORKSPACE = "/clusters/root:bench";

    private static final String KIB = "0123456789abcdef".repeat(64);

    private Bodies() {}

    static String configMap(String name, int value) {
        return """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{"app":"bench","parity":"%s"}},\
        "data":{"value":"%d","filling":"%s"}}\
        """
                .formatted(name, value % 2 == 0 ? "even" : "odd", value, KIB);
    }

    static String namespace(String name) {
        return """
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}\
        """
                .formatted(name);
    }

    static String workspace(String name) {
        return """
        {"apiVersion":"tenancy.kcp.io/v1alpha1","kind":"Workspace","metadata":{"name":"%s"},\
        "spec":{"type":{"name":"universal","path":"root"}}}\
        """
                .formatted(name);
    }

    static String databaseInstance(String name) {
        return """
        {"apiVersion":"bench.hanse.dev/v1","kind":"DatabaseInstance","metadata":{"name":"%s"},\
        "spec":{"version":"17","size":"small","storage":{"gibibytes":20},\
        "owner":{"team":"benchmarks","costCentre":"4711"},\
        "parameters":{"work_mem":"64MB","max_connections":"200"},\
        "users":[{"name":"app","roles":["read","write"]},{"name":"report","roles":["read"]}],\
        "backup":{"schedule":"0 3 * * *","retentionDays":14},\
        "network":{"allowedRanges":["10.0.0.0/8"]}}}\
        """
                .formatted(name);
    }

    /// The number in `"name":"<prefix><number>"`, or -1 if the event is about something else.
    /// Looking for a few bytes keeps the client from parsing what only the server should be
    /// measured for.
    static int numberIn(String event, String prefix) {
        var key = "\"name\":\"" + prefix;
        var start = event.indexOf(key);
        if (start < 0) {
            return -1;
        }
        var from = start + key.length();
        return Integer.parseInt(event.substring(from, event.indexOf('"', from)));
    }

    /// Where the page after this one begins, or nothing if it is the last.
    static String continueOf(Answer page) {
        return text(page, "\"continue\":\"");
    }

    /// The collection's resource version, from a list of it.
    static String resourceVersionOf(Answer list) {
        return text(list.orFail("list"), "\"resourceVersion\":\"");
    }

    /// What stands between `key` and the next quotation mark.
    private static String text(Answer answer, String key) {
        var text = answer.body().toString();
        int found = text.indexOf(key);
        if (found < 0) {
            return "";
        }
        int from = found + key.length();
        return text.substring(from, text.indexOf('"', from));
    }
}
