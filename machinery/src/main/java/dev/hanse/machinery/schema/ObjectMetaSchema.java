package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// How `metadata` merges, which is the same for every object whatever its own schema says: a
/// CustomResourceDefinition may describe metadata only as an object.
public final class ObjectMetaSchema {

    private static final SchemaNode NODE = parse();

    private ObjectMetaSchema() {}

    /// The schema of `meta/v1 ObjectMeta`, with what server-side apply and strategic merge patch
    /// need to know.
    public static SchemaNode node() {
        return NODE;
    }

    private static SchemaNode parse() {
        var json =
                """
                {"type": "object", "properties": {
                  "name": {"type": "string"}, "generateName": {"type": "string"},
                  "namespace": {"type": "string"}, "selfLink": {"type": "string"},
                  "uid": {"type": "string"}, "resourceVersion": {"type": "string"},
                  "generation": {"type": "integer"}, "clusterName": {"type": "string"},
                  "creationTimestamp": {"type": "string", "format": "date-time"},
                  "deletionTimestamp": {"type": "string", "format": "date-time"},
                  "deletionGracePeriodSeconds": {"type": "integer"},
                  "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                  "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
                  "finalizers": {"type": "array", "items": {"type": "string"},
                    "x-kubernetes-list-type": "set", "x-kubernetes-patch-strategy": "merge"},
                  "ownerReferences": {"type": "array",
                    "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["uid"],
                    "x-kubernetes-patch-strategy": "merge", "x-kubernetes-patch-merge-key": "uid",
                    "items": {"type": "object", "x-kubernetes-map-type": "atomic",
                      "properties": {
                        "apiVersion": {"type": "string"}, "kind": {"type": "string"},
                        "name": {"type": "string"}, "uid": {"type": "string"},
                        "controller": {"type": "boolean"},
                        "blockOwnerDeletion": {"type": "boolean"}}}},
                  "managedFields": {"type": "array", "x-kubernetes-list-type": "atomic",
                    "items": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}}
                """;
        try {
            return SchemaNode.parse(JsonMapper.builder().build().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
