package dev.hanse.apiexports.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiexports.claims.AcceptedClaim;
import dev.hanse.apiexports.claims.BindingClaims;
import dev.hanse.apiexports.schema.BoundSchemas;
import dev.hanse.apiexports.schema.SchemaSpec;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Conditions.Severity;
import dev.hanse.workspaces.api.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Binds one binding: `"" ─► Binding ─► Bound`, and never back.
///
/// What is written to `status.boundResources` is served from that write on, so a binding is Bound
/// exactly when its APIs are there.
public final class Binder {
    private static final String EXPORT_VALID = "APIExportValid";
    private static final String INITIAL = "InitialBindingCompleted";
    private static final String UP_TO_DATE = "BindingUpToDate";
    private static final Duration UNTIL_CLUSTER_EXISTS = Duration.ofMillis(500);

    private final ObjectClient client;
    private final Exports exports;
    private final BoundSchemas schemas;
    private final BindingClaims claims;
    private final Clock clock;

    public Binder(
            ObjectClient client,
            Exports exports,
            BoundSchemas schemas,
            BindingClaims claims,
            Clock clock) {
        this.client = client;
        this.exports = exports;
        this.schemas = schemas;
        this.claims = claims;
        this.clock = clock;
    }

    /// Something that keeps a binding, or a part of it, from being bound.
    private record Obstacle(String condition, String reason, Severity severity, String message) {}

    Result bind(
            ClusterName cluster,
            KubeObject binding,
            NameConflicts conflicts,
            List<AcceptedClaim> accepted) {
        var reference = binding.spec().path("reference").path("export");
        var target = exports.resolve(cluster, reference);
        var export = target.flatMap(exports::find);
        var current = export.isPresent() ? copyExtras(cluster, binding, export.get()) : binding;
        var edited =
                current.with(
                        json -> {
                            var obstacles = new ArrayList<Obstacle>();
                            if (target.isEmpty()) {
                                obstacles.add(
                                        invalid(
                                                "APIExportInvalidReference",
                                                "APIExport reference "
                                                        + Exports.written(reference)
                                                        + " cannot be resolved"));
                            } else if (export.isEmpty()) {
                                obstacles.add(
                                        invalid(
                                                "APIExportNotFound",
                                                "APIExport "
                                                        + reference.path("path").asText()
                                                        + "|"
                                                        + target.get().name()
                                                        + " not found"));
                            } else {
                                bindTo(json, current, export.get(), conflicts, obstacles);
                                claims.write(cluster, current, export.get(), json, accepted);
                            }
                            describe(json, obstacles);
                        });
        if (!edited.equals(current)) {
            client.updateStatus(ResourceScope.in(cluster, Apis.BINDINGS), edited);
        }
        return target.isEmpty() ? Result.requeueAfter(UNTIL_CLUSTER_EXISTS) : Result.done();
    }

    /// Marks the names of what a binding has already bound as taken.
    void takeNames(KubeObject binding, NameConflicts conflicts) {
        for (var each : ClusterBindings.resources(binding)) {
            schemas.find(each.resource(), each.schemaUid())
                    .ifPresent(
                            schema ->
                                    conflicts.take(
                                            holder(binding),
                                            each.resource(),
                                            schema.spec().path("names")));
        }
    }

    private static String holder(KubeObject binding) {
        return "APIBinding \""
                + binding.name()
                + "\" bound to APIExport "
                + Exports.written(binding.spec().path("reference").path("export"));
    }

    private static Obstacle invalid(String reason, String message) {
        return new Obstacle(EXPORT_VALID, reason, Severity.ERROR, message);
    }

    private void bindTo(
            ObjectNode json,
            KubeObject binding,
            KubeObject export,
            NameConflicts conflicts,
            List<Obstacle> obstacles) {
        var identity = export.status().path("identityHash").asText();
        if (identity.isEmpty()) {
            obstacles.add(
                    new Obstacle(
                            EXPORT_VALID,
                            "MissingIdentityHash",
                            Severity.WARNING,
                            "APIExport " + export.name() + " is missing status.identityHash"));
            return;
        }
        var cluster = ExportReference.clusterOf(export);
        json.withObjectProperty("status").put("apiExportClusterName", cluster.value());
        for (var each : export.spec().path("resources")) {
            var name = each.path("schema").asText();
            var schema = client.find(ResourceScope.in(cluster, Apis.SCHEMAS), name);
            if (schema.isEmpty()) {
                obstacles.add(
                        invalid(
                                "InternalError",
                                "Invalid APIExport. Please contact the APIExport owner to resolve:"
                                        + " APIResourceSchema \""
                                        + name
                                        + "\" not found"));
                return;
            }
            bindResource(json, binding, schema.get(), identity, conflicts, obstacles);
        }
    }

    private void bindResource(
            ObjectNode json,
            KubeObject binding,
            KubeObject schema,
            String identity,
            NameConflicts conflicts,
            List<Obstacle> obstacles) {
        var resource = SchemaSpec.resource(schema);
        var names = schema.spec().path("names");
        boolean mine =
                ClusterBindings.resources(binding).stream()
                        .anyMatch(each -> each.resource().equals(resource));
        if (!mine) {
            var holder = conflicts.holderOf(resource);
            var problem =
                    holder.map(each -> "they are bound by " + each + ": " + resource)
                            .or(() -> conflicts.problem(resource, names));
            if (problem.isPresent()) {
                obstacles.add(
                        new Obstacle(
                                INITIAL,
                                "NamingConflicts",
                                Severity.ERROR,
                                "Unable to bind APIs"
                                        + (holder.isPresent() ? " because " : ": ")
                                        + problem.get()));
                return;
            }
            conflicts.take(holder(binding), resource, names);
        }
        try {
            schemas.keep(client, schema);
        } catch (ApiException e) {
            if (e.code() >= 500) {
                throw e;
            }
            obstacles.add(
                    new Obstacle(
                            INITIAL,
                            "APIResourceSchemaInvalid",
                            Severity.ERROR,
                            "APIResourceSchema "
                                    + ExportReference.clusterOf(schema)
                                    + "|"
                                    + schema.name()
                                    + " is invalid: "
                                    + e.getMessage()));
            return;
        }
        write(json, resource, schema, identity);
    }

    private static void write(
            ObjectNode json, GroupResource resource, KubeObject schema, String identity) {
        var bound = json.withObjectProperty("status").withArrayProperty("boundResources");
        var entry = find(bound, resource);
        if (entry == null) {
            entry = bound.addObject();
        }
        var versions = new TreeSet<String>();
        entry.path("storageVersions").forEach(each -> versions.add(each.asText()));
        versions.add(SchemaSpec.storageVersion(schema));
        entry.put("group", resource.group()).put("resource", resource.resource());
        entry.putObject("schema")
                .put("name", schema.name())
                .put("UID", schema.uid())
                .put("identityHash", identity);
        var list = entry.putArray("storageVersions");
        versions.forEach(list::add);
    }

    private static @Nullable ObjectNode find(JsonNode bound, GroupResource resource) {
        for (var each : bound) {
            if (each.path("group").asText().equals(resource.group())
                    && each.path("resource").asText().equals(resource.resource())) {
                return (ObjectNode) each;
            }
        }
        return null;
    }

    private void describe(ObjectNode json, List<Obstacle> obstacles) {
        var conditions = Conditions.of(json, clock);
        var exportProblem =
                obstacles.stream()
                        .filter(each -> each.condition().equals(EXPORT_VALID))
                        .findFirst();
        if (exportProblem.isPresent()) {
            mark(conditions, EXPORT_VALID, exportProblem.get());
        } else {
            conditions.markTrue(EXPORT_VALID);
        }
        boolean everBound = Conditions.isTrue(json, INITIAL);
        var status = json.withObjectProperty("status");
        if (obstacles.isEmpty()) {
            conditions.markTrue(INITIAL);
            conditions.markTrue(UP_TO_DATE);
            status.put("phase", "Bound");
        } else {
            var worst = obstacles.getLast();
            mark(conditions, UP_TO_DATE, worst);
            if (!everBound) {
                mark(conditions, INITIAL, worst);
                status.put("phase", "Binding");
            }
        }
        conditions.summarize(List.of(INITIAL));
    }

    private static void mark(Conditions conditions, String type, Obstacle obstacle) {
        conditions.markFalse(type, obstacle.reason(), obstacle.severity(), obstacle.message());
    }

    /// Annotations that the export's owner wants its consumers to see.
    private KubeObject copyExtras(ClusterName cluster, KubeObject binding, KubeObject export) {
        var edited =
                binding.with(
                        json -> {
                            var metadata = Metadata.of(json);
                            binding.annotations().keySet().stream()
                                    .filter(key -> key.startsWith(Apis.EXTRA_PREFIX))
                                    .filter(key -> export.annotation(key).isEmpty())
                                    .forEach(metadata::removeAnnotation);
                            export.annotations()
                                    .forEach(
                                            (key, value) -> {
                                                if (key.startsWith(Apis.EXTRA_PREFIX)) {
                                                    metadata.annotate(key, value);
                                                }
                                            });
                        });
        return edited.equals(binding)
                ? binding
                : client.update(ResourceScope.in(cluster, Apis.BINDINGS), edited);
    }
}
