package dev.hanse.apiserver.admission.policy;

import dev.hanse.apiserver.admission.matching.AdmissionVariables;
import dev.hanse.machinery.cel.CelLanguage;
import dev.hanse.machinery.cel.CelShape;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.schema.CelShapes;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.schema.SchemaNode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What expressions of policies may speak of. Immutable but for what is made on first use.
final class PolicyLanguage {

    static final String PARAMS = "params";
    static final String NAMESPACE = "namespaceObject";

    /// Of the namespace everything is known but annotations that only the kubelet minds.
    private static final String NAMESPACE_SCHEMA =
            """
            {"type": "object", "properties": {
              "metadata": {"type": "object", "properties": {
                "name": {"type": "string"}, "generateName": {"type": "string"},
                "namespace": {"type": "string"}, "uid": {"type": "string"},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
                "creationTimestamp": {"type": "string", "format": "date-time"},
                "deletionTimestamp": {"type": "string", "format": "date-time"},
                "deletionGracePeriodSeconds": {"type": "integer"},
                "generation": {"type": "integer"}, "resourceVersion": {"type": "string"},
                "finalizers": {"type": "array", "items": {"type": "string"}}}},
              "spec": {"type": "object", "properties": {
                "finalizers": {"type": "array", "items": {"type": "string"}}}},
              "status": {"type": "object", "properties": {"phase": {"type": "string"}}}}}
            """;

    private final SchemaCompiler schemas;
    private volatile @Nullable Parts parts;

    /// @param base knows the objects, the request and the namespace
    private record Parts(CelLanguage base, CelShape request, CelShape namespace) {}

    PolicyLanguage(SchemaCompiler schemas) {
        this.schemas = schemas;
    }

    /// @param params whether the policy has parameters
    CelLanguage of(boolean params) {
        var base = parts().base();
        return params ? base.with(PARAMS, CelShape.ANY) : base;
    }

    CelShape request() {
        return parts().request();
    }

    CelShape namespace() {
        return parts().namespace();
    }

    /// Made when the first policy is met: many servers have none.
    private Parts parts() {
        var known = parts;
        if (known == null) {
            known = make();
            parts = known;
        }
        return known;
    }

    private Parts make() {
        var shapes = new CelShapes();
        var request = shape(shapes, AdmissionVariables.requestSchema(), AdmissionVariables.REQUEST);
        var schema = Json.parse(NAMESPACE_SCHEMA.getBytes(StandardCharsets.UTF_8));
        var namespace = shape(shapes, SchemaNode.parse(schema), NAMESPACE);
        var base =
                schemas.environment()
                        .language()
                        .withTypes(shapes.types())
                        .with(AdmissionVariables.OBJECT, CelShape.ANY)
                        .with(AdmissionVariables.OLD_OBJECT, CelShape.ANY)
                        .with(AdmissionVariables.REQUEST, request)
                        .with(NAMESPACE, namespace);
        return new Parts(base, request, namespace);
    }

    private static CelShape shape(CelShapes shapes, SchemaNode schema, String name) {
        return Objects.requireNonNull(shapes.of(schema, name, false), name);
    }
}
