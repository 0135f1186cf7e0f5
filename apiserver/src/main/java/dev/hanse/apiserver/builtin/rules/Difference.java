package dev.hanse.apiserver.builtin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// Says in lines of text how two values differ, for people who read why a change was refused.
public final class Difference {

    private static final int MOST = 20;

    private final List<String> lines = new ArrayList<>();

    private Difference() {}

    public static String between(JsonNode before, JsonNode after) {
        var difference = new Difference();
        difference.compare("", before, after);
        return String.join("\n", difference.lines.stream().limit(MOST).toList());
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            var names = new TreeSet<String>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "." + name, before.path(name), after.path(name)));
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path + "[" + i + "]", before.path(i), after.path(i));
            }
        } else {
            if (!before.isMissingNode()) {
                lines.add("- " + path + ": " + before);
            }
            if (!after.isMissingNode()) {
                lines.add("+ " + path + ": " + after);
            }
        }
    }
}
