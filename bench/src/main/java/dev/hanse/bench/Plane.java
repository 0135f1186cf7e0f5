package dev.hanse.bench;

import java.net.http.HttpClient.Version;
import java.util.ArrayList;
import java.util.List;

/// The server under test, a client of it, and where what is found goes: all that a scenario needs.
record Plane(
        ServerProcess server,
        ApiClient api,
        Load load,
        Settings settings,
        Figures figures,
        Failures failures) {

    /// Half of what the server lets one HTTP/2 connection open.
    private static final int MOST_PER_CONNECTION = 500;

    /// Token of a static user in the group of control plane administrators.
    static final String TOKEN = "benchmark";

    static Plane of(ServerProcess server, Settings settings, Figures figures) {
        var failures = new Failures();
        return new Plane(
                server,
                new ApiClient(server.url(), TOKEN, Version.HTTP_1_1),
                new Load(server, failures, settings.phaseLimit()),
                settings,
                figures,
                failures);
    }

    /// Opens watches of one collection, a hundred or more to a connection as controllers do.
    Watches watch(int count, String path, WatchStream.Listener listener) {
        int perConnection = Math.clamp(count / 20, 100, MOST_PER_CONNECTION);
        var clients = new ArrayList<ApiClient>();
        var tasks = new ArrayList<Runnable>();
        for (int first = 0; first < count; first += perConnection) {
            var client = new ApiClient(server.url(), TOKEN, Version.HTTP_2);
            var here = Math.min(perConnection, count - first);
            clients.add(client);
            tasks.add(
                    () -> {
                        for (int i = 0; i < here; i++) {
                            var _ = client.watch(path, listener);
                        }
                    });
        }
        Load.runAll(tasks);
        return new Watches(clients);
    }

    /// Open watches; closing ends their connections.
    record Watches(List<ApiClient> clients) implements AutoCloseable {

        Watches {
            clients = List.copyOf(clients);
        }

        @Override
        public void close() {
            clients.forEach(ApiClient::close);
        }
    }
}
