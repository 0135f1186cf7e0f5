package dev.hanse.it.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Api;
import dev.hanse.machinery.codec.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A definition from a file beside the tests, and one object of it.
record Definition(ObjectNode crd, ObjectNode example) {

    static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// @param name of the file, without `.yaml`
    static Definition named(String name) {
        try (var file = Definition.class.getResourceAsStream(name + ".yaml")) {
            var text =
                    new String(
                            Objects.requireNonNull(file, name).readAllBytes(),
                            StandardCharsets.UTF_8);
            var documents = Yaml.parseAll(text);
            return new Definition(
                    (ObjectNode) documents.getFirst(), (ObjectNode) documents.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return DEFINITIONS + "/" + crd.at("/metadata/name").asText();
    }

    /// Where the objects of one version are.
    String objects(String version) {
        boolean namespaced = crd.at("/spec/scope").asText().equals("Namespaced");
        return "/apis/"
                + crd.at("/spec/group").asText()
                + "/"
                + version
                + (namespaced ? "/namespaces/default/" : "/")
                + crd.at("/spec/names/plural").asText();
    }

    /// Where the objects of the example's version are.
    String objects() {
        var apiVersion = example.path("apiVersion").asText();
        return objects(apiVersion.substring(apiVersion.indexOf('/') + 1));
    }

    /// The example under another name.
    ObjectNode object(String name) {
        var object = example.deepCopy();
        object.withObject("metadata").put("name", name);
        return object;
    }

    /// The example under another name and with another value in one place.
    ///
    /// @param pointer a JSON pointer to a field, or to an item that is appended with `/-`
    /// @param value YAML; empty to take the field away
    ObjectNode object(String name, String pointer, String value) {
        var object = object(name);
        change(object, pointer, value);
        return object;
    }

    static void change(ObjectNode object, String pointer, String value) {
        int slash = pointer.lastIndexOf('/');
        var parent = object.at(pointer.substring(0, slash));
        var field = pointer.substring(slash + 1);
        if (parent instanceof ArrayNode list) {
            list.add(Yaml.parse(value));
        } else if (value.isEmpty()) {
            ((ObjectNode) parent).remove(field);
        } else {
            ((ObjectNode) parent).set(field, Yaml.parse(value));
        }
    }

    Definition definedIn(Api api) {
        api.post(DEFINITIONS, crd).expect(201);
        return this;
    }

    static String condition(JsonNode crd, String type) {
        for (var each : crd.at("/status/conditions")) {
            if (each.path("type").asText().equals(type)) {
                return each.path("status").asText() + " " + each.path("reason").asText();
            }
        }
        return "";
    }
}
