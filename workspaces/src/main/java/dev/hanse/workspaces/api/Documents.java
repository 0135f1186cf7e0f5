package dev.hanse.workspaces.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Objects written as YAML beside a class.
public final class Documents {

    private Documents() {}

    /// Every document of a resource file, in order.
    ///
    /// @param name relative to the package of `owner`
    public static List<KubeObject> read(Class<?> owner, String name) {
        try (var in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside " + owner);
            }
            var found = new ArrayList<KubeObject>();
            for (var each : Yaml.parseAll(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
                if (each instanceof ObjectNode object) {
                    found.add(new KubeObject(object));
                }
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
