package dev.hanse.apiexports.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Conditions.Severity;
import dev.hanse.workspaces.api.Tenancy;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/// Publishes where a provider reaches its consumers: this server's address, as soon as at least one
/// binding here refers to the export.
public final class EndpointSliceController implements Reconciler<EndpointSliceController.Key> {
    private static final String EXPORT_VALID = "APIExportValid";
    private static final String PARTITION_VALID = "PartitionValid";

    private final ObjectClient client;
    private final Exports exports;
    private final Consumers consumers;
    private final URI externalUrl;
    private final Clock clock;

    public EndpointSliceController(
            ObjectClient client,
            Exports exports,
            Consumers consumers,
            URI externalUrl,
            Clock clock) {
        this.client = client;
        this.exports = exports;
        this.consumers = consumers;
        this.externalUrl = externalUrl;
        this.clock = clock;
    }

    /// A slice: the cluster it lives in and its name there.
    public record Key(ClusterName cluster, String name) {}

    @Override
    public Result reconcile(Key key) {
        var scope = ResourceScope.in(key.cluster(), Apis.SLICES);
        var found = client.find(scope, key.name());
        if (found.isEmpty() || found.get().isBeingDeleted()) {
            consumers.forget(key);
            return Result.done();
        }
        var slice = found.get();
        var reference = slice.spec().path("export");
        var export =
                exports.resolve(key.cluster(), reference)
                        .filter(each -> exports.find(each).isPresent());
        export.ifPresent(each -> consumers.remember(key, each));
        var edited = slice.with(json -> describe(json, key, slice, export));
        if (!edited.equals(slice)) {
            client.updateStatus(scope, edited);
        }
        return Result.done();
    }

    private void describe(
            ObjectNode json, Key key, KubeObject slice, Optional<ExportReference> export) {
        var conditions = Conditions.of(json, clock);
        if (export.isPresent()) {
            conditions.markTrue(EXPORT_VALID);
        } else {
            var reference = slice.spec().path("export");
            conditions.markFalse(
                    EXPORT_VALID,
                    "APIExportNotFound",
                    Severity.ERROR,
                    "Error getting APIExport "
                            + reference.path("path").asText()
                            + "|"
                            + reference.path("name").asText());
        }
        var selector = shardSelector(key, slice, conditions);
        boolean published =
                export.isPresent()
                        && selector.map(this::selectsThisServer).orElse(false)
                        && consumers.any(export.get());
        var status = json.withObjectProperty("status");
        var written = selector.map(LabelSelector::toString).orElse("");
        if (written.isEmpty()) {
            status.remove("shardSelector");
        } else {
            status.put("shardSelector", written);
        }
        if (published) {
            status.putArray("endpoints").addObject().put("url", url(export.orElseThrow()));
        } else {
            status.remove("endpoints");
        }
    }

    private String url(ExportReference export) {
        return externalUrl + "/services/apiexport/" + export.cluster() + "/" + export.name();
    }

    /// Which shards the slice is about; empty when its partition cannot be found.
    private Optional<LabelSelector> shardSelector(
            Key key, KubeObject slice, Conditions conditions) {
        var name = slice.spec().path("partition").asText();
        if (name.isEmpty()) {
            conditions.markTrue(PARTITION_VALID);
            return Optional.of(LabelSelector.everything());
        }
        var partition = client.find(ResourceScope.in(key.cluster(), Tenancy.PARTITIONS), name);
        if (partition.isEmpty()) {
            conditions.markFalse(
                    PARTITION_VALID,
                    "PartitionInvalidReference",
                    Severity.ERROR,
                    "partition " + name + " not found");
            return Optional.empty();
        }
        conditions.markTrue(PARTITION_VALID);
        var selector = partition.get().spec().get("selector");
        return Optional.of(
                selector == null ? LabelSelector.everything() : LabelSelector.fromJson(selector));
    }

    private boolean selectsThisServer(LabelSelector selector) {
        return selector.isEverything()
                || client
                        .list(
                                ResourceScope.in(ClusterName.ROOT, Tenancy.SHARDS),
                                ObjectClient.ListOptions.ALL)
                        .items()
                        .stream()
                        .filter(
                                each ->
                                        each.spec()
                                                .path("externalURL")
                                                .asText()
                                                .equals(externalUrl.toString()))
                        .anyMatch(each -> selector.matches(each.labels()));
    }
}
