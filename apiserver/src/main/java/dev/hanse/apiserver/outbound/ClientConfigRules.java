package dev.hanse.apiserver.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a `clientConfig` of a webhook must look like (k8s.io/apiserver pkg/util/webhook).
public final class ClientConfigRules {

    private static final String FORM = "; desired format: https://host[/path]";

    private ClientConfigRules() {}

    public static void check(JsonNode config, String path, List<FieldError> errors) {
        boolean url = config.hasNonNull("url");
        boolean service = config.hasNonNull("service");
        if (url == service) {
            errors.add(FieldError.required(path, "exactly one of url or service is required"));
        } else if (url) {
            url(config.path("url").asText(), path + ".url", errors);
        } else {
            service(config.path("service"), path + ".service", errors);
        }
    }

    private static void url(String url, String path, List<FieldError> errors) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            errors.add(
                    FieldError.required(path, "url must be a valid URL: " + e.getMessage() + FORM));
            return;
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.equals("https")) {
            errors.add(
                    FieldError.invalid(
                            path, scheme, "'https' is the only allowed URL scheme" + FORM));
        }
        if (uri.getHost() == null) {
            errors.add(FieldError.invalid(path, "", "host must be provided" + FORM));
        }
        forbid(uri.getUserInfo(), "user information is", path, errors);
        forbid(uri.getFragment(), "fragments are", path, errors);
        forbid(uri.getRawQuery(), "query parameters are", path, errors);
    }

    private static void forbid(
            @Nullable String part, String what, String path, List<FieldError> errors) {
        if (part != null && !part.isEmpty()) {
            errors.add(FieldError.invalid(path, part, what + " not permitted in the URL"));
        }
    }

    private static void service(JsonNode service, String path, List<FieldError> errors) {
        if (service.path("name").asText().isEmpty()) {
            errors.add(FieldError.required(path + ".name", "service name is required"));
        }
        if (service.path("namespace").asText().isEmpty()) {
            errors.add(FieldError.required(path + ".namespace", "service namespace is required"));
        }
        int port = service.path("port").asInt(443);
        if (port < 1 || port > 65_535) {
            errors.add(
                    FieldError.invalid(
                            path + ".port",
                            port,
                            "port is not valid: must be between 1 and 65535, inclusive"));
        }
        servicePath(service.path("path").asText(), path + ".path", errors);
    }

    private static void servicePath(String value, String path, List<FieldError> errors) {
        if (value.isEmpty() || value.equals("/")) {
            return;
        }
        if (!value.startsWith("/")) {
            errors.add(FieldError.invalid(path, value, "must start with a '/'"));
            return;
        }
        var inner = value.substring(1, value.endsWith("/") ? value.length() - 1 : value.length());
        int i = 0;
        for (var step : inner.split("/", -1)) {
            var segment = "segment[" + i++ + "]";
            if (step.isEmpty()) {
                errors.add(FieldError.invalid(path, value, segment + " may not be empty"));
                continue;
            }
            Names.dns1123Subdomain(step)
                    .forEach(
                            each ->
                                    errors.add(
                                            FieldError.invalid(
                                                    path, value, segment + ": " + each)));
        }
    }
}
