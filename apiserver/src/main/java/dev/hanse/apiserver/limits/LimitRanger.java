package dev.hanse.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Applies the LimitRanges of a namespace to new pods and claims (Kubernetes' LimitRanger plugin).
public final class LimitRanger implements AdmissionPlugin {

    static final GroupResource LIMIT_RANGES = new GroupResource("", "limitranges");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final StorageResource STORED = StorageResource.builtIn(LIMIT_RANGES);
    private static final int CLUSTERS = 1_000;

    private final ClusterCache<Map<String, List<KubeObject>>> byNamespace;

    public LimitRanger(StoredObjects objects) {
        this.byNamespace =
                objects.cache(
                        List.of(STORED),
                        CLUSTERS,
                        cluster ->
                                objects.list(STORED, cluster).stream()
                                        .collect(Collectors.groupingBy(KubeObject::namespace)));
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.isFor(PODS) && request.operation() == Operation.CREATE) {
            for (var range : ranges(request)) {
                ContainerDefaults.of(range.spec()).apply(request.requireObject());
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        var problems = new ArrayList<String>();
        if (isAsking(request, PODS)) {
            for (var range : ranges(request)) {
                PodLimits.check(range.spec(), request.requireObject().path("spec"), problems);
            }
        } else if (request.isFor(CLAIMS) && request.operation() != Operation.DELETE) {
            for (var range : ranges(request)) {
                claim(range.spec(), request.requireObject().path("spec"), problems);
            }
        }
        if (!problems.isEmpty()) {
            throw ApiException.forbidden(
                    request.resource().groupResource(), request.name(), together(problems));
        }
    }

    /// Resources of a pod are said when it is created, and when it is resized.
    private static boolean isAsking(AdmissionRequest request, GroupResource resource) {
        return request.resource().groupResource().equals(resource)
                && (request.subresource().equals("resize")
                        || (request.subresource().isEmpty()
                                && request.operation() == Operation.CREATE));
    }

    private List<KubeObject> ranges(AdmissionRequest request) {
        return byNamespace.get(request.cluster()).getOrDefault(request.namespace(), List.of());
    }

    private static void claim(JsonNode rangeSpec, JsonNode spec, List<String> problems) {
        for (var limit : rangeSpec.path("limits")) {
            if (limit.path("type").asText().equals("PersistentVolumeClaim")) {
                var resources = spec.path("resources").path("requests");
                new Bounds("PersistentVolumeClaim", limit).checkRequests(resources, problems);
            }
        }
    }

    private static String together(List<String> problems) {
        var distinct = problems.stream().distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]";
    }
}
