package dev.hanse.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A CustomResourceDefinition of one version `v1`, to be filled with a schema.
///
/// @param group of its own for each, so that names never clash
record GeneratedDefinition(String group, String plural, String kind, ObjectNode schema) {

    static final String COLLECTION = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    GeneratedDefinition(String group, String plural, String kind) {
        this(group, plural, kind, JsonNodeFactory.instance.objectNode().put("type", "object"));
    }

    /// The schema of `spec`.
    ObjectNode spec() {
        return object(schema, "spec");
    }

    /// A property of type object, made when it is asked for first.
    static ObjectNode object(ObjectNode schema, String name) {
        return schema.withObject("properties").withObjectProperty(name).put("type", "object");
    }

    /// Where its objects are, below the workspace.
    String objects() {
        return "/apis/" + group + "/v1/namespaces/default/" + plural;
    }

    String json() {
        var crd = JsonNodeFactory.instance.objectNode();
        crd.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        crd.putObject("metadata").put("name", plural + "." + group);
        var spec = crd.putObject("spec").put("group", group).put("scope", "Namespaced");
        spec.putObject("names").put("plural", plural).put("kind", kind);
        var version = spec.putArray("versions").addObject().put("name", "v1");
        version.put("served", true).put("storage", true);
        version.putObject("schema").set("openAPIV3Schema", schema);
        return crd.toString();
    }

    /// @param spec JSON
    String instance(String name, String spec) {
        return """
        {"apiVersion":"%s/v1","kind":"%s","metadata":{"name":"%s"},"spec":%s}\
        """
                .formatted(group, kind, name, spec);
    }
}
