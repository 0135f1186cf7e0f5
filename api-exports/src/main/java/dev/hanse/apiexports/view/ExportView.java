package dev.hanse.apiexports.view;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiserver.view.View;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `/services/apiexport/<cluster name>/<export>/clusters/…`: one virtual workspace per export.
public final class ExportView implements View {
    private static final int REMEMBERED = 1_000;
    // What is claimed may change without the export changing; nobody waits longer than this for it.
    private static final Duration FRESH = Duration.ofSeconds(10);

    private record Key(ExportReference export, String resourceVersion) {}

    private final Exports exports;
    private final Function<KubeObject, ExportViewInstance> open;
    private final Cache<Key, ExportViewInstance> instances =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();

    /// @param open makes the instance for an export
    public ExportView(Exports exports, Function<KubeObject, ExportViewInstance> open) {
        this.exports = exports;
        this.open = open;
    }

    @Override
    public String name() {
        return "apiexport";
    }

    @Override
    public Optional<Resolved> resolve(List<String> segments) {
        if (segments.size() < 2 || !ClusterName.isValid(segments.getFirst())) {
            return Optional.empty();
        }
        var reference = new ExportReference(new ClusterName(segments.getFirst()), segments.get(1));
        return exports.find(reference)
                .map(
                        export ->
                                new Resolved(
                                        instances.get(
                                                new Key(reference, export.resourceVersion()),
                                                _ -> open.apply(export)),
                                        2));
    }
}
