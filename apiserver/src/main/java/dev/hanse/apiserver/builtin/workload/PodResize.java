package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// `pods/resize`: what the containers of a running pod may use (KEP-1287).
final class PodResize implements PodPart {

    @Override
    public void merge(RequestContext context, ObjectNode stored, ObjectNode wanted) {
        var spec = stored.withObjectProperty("spec");
        var before = spec.deepCopy();
        for (var list : List.of("containers", "initContainers")) {
            var containers = spec.path(list);
            for (int i = 0; i < containers.size(); i++) {
                take((ObjectNode) containers.get(i), wanted.path("spec").path(list).path(i));
            }
        }
        if (!QualityOfService.of(spec).equals(QualityOfService.of(before))) {
            throw ApiException.invalid(
                    new GroupVersionKind("", "v1", "Pod"),
                    stored.path("metadata").path("name").asText(),
                    List.of(
                            FieldError.invalid(
                                    "spec",
                                    QualityOfService.of(spec),
                                    "Pod QOS Class may not change as a result of resizing")));
        }
        if (!spec.equals(before)) {
            var metadata = stored.withObjectProperty("metadata");
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
    }

    private static void take(ObjectNode container, JsonNode wanted) {
        for (var field : List.of("resources", "resizePolicy")) {
            if (wanted.has(field)) {
                container.set(field, wanted.get(field));
            }
        }
    }
}
