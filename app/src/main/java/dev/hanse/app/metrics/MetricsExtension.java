package dev.hanse.app.metrics;

import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.observe.ServerPath;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Answers `/metrics`.
///
/// Guarded as in Kubernetes, by RBAC on the path: members of `system:monitoring` may read it, and
/// whom a ClusterRole of the root workspace allows. Not there below any workspace, whose roles
/// could grant it to tenants.
public final class MetricsExtension implements Extension {

    private final Storage storage;

    public MetricsExtension(Storage storage) {
        this.storage = storage;
    }

    @Override
    public List<ServerPath> serverPaths() {
        return List.of(new MetricsPath());
    }

    private final class MetricsPath implements ServerPath {

        @Override
        public String path() {
            return "/metrics";
        }

        @Override
        public ApiResponse answer(ApiRequest request) {
            var metrics = new ArrayList<>(StorageMetrics.of(storage));
            metrics.addAll(ProcessMetrics.now());
            return ApiResponse.Body.of(
                    200,
                    TextFormat.CONTENT_TYPE,
                    TextFormat.write(metrics).getBytes(StandardCharsets.UTF_8));
        }
    }
}
