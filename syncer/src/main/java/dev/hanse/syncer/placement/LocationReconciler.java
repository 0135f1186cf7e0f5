package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the sync targets of a Location, and tells when it chooses others than before.
final class LocationReconciler implements Reconciler<ClusterObject> {

    private final ObjectClient client;
    private final SiteChanges.Listener listener;
    private final Clock clock;
    private final Map<ClusterObject, String> choices = new ConcurrentHashMap<>();

    LocationReconciler(ObjectClient client, SiteChanges.Listener listener, Clock clock) {
        this.client = client;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterObject id) {
        var scope = ResourceScope.in(id.cluster(), Resources.LOCATIONS);
        var found = Lookup.find(client, scope, id.name());
        if (found.isEmpty()) {
            if (choices.remove(id) != null) {
                listener.sitesChanged();
            }
            return Result.done();
        }
        var location = found.get();
        var choice = location.labels().toString() + location.spec();
        if (!choice.equals(choices.put(id, choice))) {
            listener.sitesChanged();
        }
        count(scope, location, id);
        return Result.done();
    }

    private void count(ResourceScope scope, KubeObject location, ClusterObject id) {
        var selector = Candidates.orEverything(location.spec().path("instanceSelector"));
        var targets = ResourceScope.in(id.cluster(), Resources.SYNC_TARGETS);
        var chosen =
                client.list(targets, ListOptions.ALL).items().stream()
                        .filter(it -> selector.matches(it.labels()))
                        .map(it -> new Candidate(location.name(), it))
                        .toList();
        long open = chosen.stream().filter(it -> it.isSchedulable(clock.instant())).count();
        var status = location.status();
        if (status.path("instances").asInt(-1) == chosen.size()
                && status.path("availableInstances").asLong(-1) == open) {
            return;
        }
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("status").put("instances", chosen.size()).put("availableInstances", open);
        client.patch(scope, location.name(), "status", PatchType.MERGE, patch);
    }
}
