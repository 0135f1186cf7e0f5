package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.schema.SchemaNode;
import java.util.Random;

/// Objects of a kind with every sort of list and map, of so few names and values that they often
/// say something about the same.
final class RandomThings {

    static final SchemaNode SCHEMA =
            ApplyActor.schema(
                    """
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          a: {type: integer}
                          b: {type: integer}
                          kept: {type: integer}
                          set: {type: array, x-kubernetes-list-type: set, items: {type: integer}}
                          map:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [k]
                            items:
                              type: object
                              properties: {k: {type: integer}, v: {type: integer}}
                          keys: {type: object, additionalProperties: {type: integer}}
                          atom: {type: object, x-kubernetes-map-type: atomic,
                            additionalProperties: {type: integer}}
                    """);

    private RandomThings() {}

    /// One in eight says nothing.
    static ObjectNode next(Random random) {
        var object = ApplyActor.thing("");
        if (random.nextInt(8) == 0) {
            return object;
        }
        var spec = object.putObject("spec");
        for (var name : new String[] {"a", "b"}) {
            if (random.nextBoolean()) {
                spec.put(name, random.nextInt(3));
            }
        }
        for (var name : new String[] {"keys", "atom"}) {
            if (random.nextBoolean()) {
                var map = spec.putObject(name);
                random.ints(random.nextInt(4), 0, 4)
                        .forEach(each -> map.put("k" + each, random.nextInt(3)));
            }
        }
        if (random.nextBoolean()) {
            var set = spec.putArray("set");
            random.ints(random.nextInt(4), 0, 5).distinct().forEach(set::add);
        }
        if (random.nextBoolean()) {
            var map = spec.putArray("map");
            random.ints(random.nextInt(4), 0, 5)
                    .distinct()
                    .forEach(each -> map.add(item(each, random)));
        }
        return object;
    }

    private static JsonNode item(int key, Random random) {
        var item = JsonNodeFactory.instance.objectNode().put("k", key);
        return random.nextBoolean() ? item : item.put("v", random.nextInt(3));
    }
}
