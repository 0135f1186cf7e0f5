package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.Difference;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.HashMap;
import java.util.List;

/// `pods/ephemeralcontainers`: containers for debugging, which can be added and never taken away
/// (KEP-277).
final class EphemeralContainers implements PodPart {

    private static final String FIELD = "ephemeralContainers";

    @Override
    public void merge(RequestContext context, ObjectNode stored, ObjectNode wanted) {
        var containers = wanted.path("spec").path(FIELD);
        var errors = check(stored.path("spec").path(FIELD), containers);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(
                    new GroupVersionKind("", "v1", "Pod"),
                    stored.path("metadata").path("name").asText(),
                    errors);
        }
        var spec = stored.withObjectProperty("spec");
        if (!containers.equals(spec.path(FIELD)) && containers.isArray()) {
            spec.set(FIELD, containers);
            var metadata = stored.withObjectProperty("metadata");
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
    }

    private static List<FieldError> check(JsonNode before, JsonNode after) {
        var checks = new Checks();
        var path = "spec." + FIELD;
        checks.labelNames(after, path);
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).path("image").asText().isEmpty()) {
                checks.add(FieldError.required(path + "[" + i + "].image", ""));
            }
        }
        var byName = new HashMap<String, JsonNode>();
        after.forEach(each -> byName.put(each.path("name").asText(), each));
        for (var old : before) {
            var name = old.path("name").asText();
            var now = byName.get(name);
            if (now == null) {
                checks.add(
                        FieldError.forbidden(
                                path,
                                "existing ephemeral containers \""
                                        + name
                                        + "\" may not be removed\n"));
            } else if (!now.equals(old)) {
                checks.add(
                        FieldError.forbidden(
                                path,
                                "existing ephemeral containers \""
                                        + name
                                        + "\" may not be changed\n"
                                        + Difference.between(old, now)));
            }
        }
        return checks.errors();
    }
}
