package dev.hanse.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// Ingresses: paths to services.
public final class IngressStrategy implements Strategy {

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
            checks.add(
                    FieldError.invalid(
                            "spec",
                            spec.isEmpty() ? NullNode.getInstance() : spec,
                            "either `defaultBackend` or `rules` must be specified"));
        }
        if (spec.has("defaultBackend")) {
            backend(spec.path("defaultBackend"), "spec.defaultBackend", checks);
        }
        for (int i = 0; i < spec.path("rules").size(); i++) {
            var paths = spec.path("rules").get(i).path("http").path("paths");
            for (int j = 0; j < paths.size(); j++) {
                path(paths.get(j), "spec.rules[%d].http.paths[%d]".formatted(i, j), checks);
            }
        }
        return checks.errors();
    }

    private static void path(JsonNode path, String field, Checks checks) {
        var type = path.path("pathType").asText();
        var text = path.path("path").asText();
        if (type.isEmpty()) {
            checks.add(FieldError.required(field + ".pathType", "pathType must be specified"));
        } else if (!type.equals("ImplementationSpecific") && !text.startsWith("/")) {
            checks.add(FieldError.invalid(field + ".path", text, "must be an absolute path"));
        }
        backend(path.path("backend"), field + ".backend", checks);
    }

    private static void backend(JsonNode backend, String field, Checks checks) {
        var service = backend.path("service");
        boolean resource = backend.has("resource");
        if (!resource && !service.isObject()) {
            checks.add(FieldError.invalid(field, "", "resource or service backend is required"));
        } else if (resource && service.isObject()) {
            checks.add(
                    FieldError.invalid(field, "", "cannot set both resource and service backends"));
        } else if (service.isObject()) {
            if (service.path("name").asText().isEmpty()) {
                checks.add(FieldError.required(field + ".service.name", ""));
            }
            var port = service.path("port");
            if (!port.has("name") && !port.has("number")) {
                checks.add(
                        FieldError.required(field + ".service", "port name or number is required"));
            } else if (port.has("number")) {
                checks.port(port.path("number"), field + ".service.port.number");
            }
        }
    }
}
