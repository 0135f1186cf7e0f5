package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What becomes of an object's dependents when it is deleted. The garbage collector does it; until
/// it has, a finalizer keeps the object where that matters.
public enum Propagation {
    /// As the object's finalizers say, else as its kind does.
    DEFAULT,
    /// They are deleted afterwards.
    BACKGROUND,
    /// They are deleted first.
    FOREGROUND,
    /// They stay, without the owner.
    ORPHAN,
    /// The deprecated `orphanDependents: false`: [#BACKGROUND], except for the code of the answer.
    NOT_ORPHAN;

    static final String ORPHAN_FINALIZER = "orphan";
    static final String FOREGROUND_FINALIZER = "foregroundDeletion";

    /// @param policy as clients write it; empty for the default
    public static Propagation of(String policy) {
        return switch (policy) {
            case "Background" -> BACKGROUND;
            case "Foreground" -> FOREGROUND;
            case "Orphan" -> ORPHAN;
            default -> DEFAULT;
        };
    }

    /// Whether a client that asks for this is told when the object is still there (202).
    public boolean tellsOfWaiting() {
        return this == FOREGROUND || this == NOT_ORPHAN;
    }

    /// Sets the finalizer that makes the garbage collector act, and removes the others.
    void mark(ObjectNode metadata, Strategy strategy) {
        if (!strategy.ownsDependents()) {
            return;
        }
        var before = metadata.path("finalizers");
        boolean orphans = contains(before, ORPHAN_FINALIZER);
        boolean foreground = contains(before, FOREGROUND_FINALIZER);
        var wanted =
                switch (this) {
                    case BACKGROUND, NOT_ORPHAN -> "";
                    case FOREGROUND -> FOREGROUND_FINALIZER;
                    case ORPHAN -> ORPHAN_FINALIZER;
                    case DEFAULT -> {
                        if (orphans) {
                            yield ORPHAN_FINALIZER;
                        }
                        if (foreground) {
                            yield FOREGROUND_FINALIZER;
                        }
                        yield strategy.orphansByDefault() ? ORPHAN_FINALIZER : "";
                    }
                };
        if (orphans == wanted.equals(ORPHAN_FINALIZER)
                && foreground == wanted.equals(FOREGROUND_FINALIZER)) {
            return;
        }
        set(metadata, wanted);
    }

    private static void set(ObjectNode metadata, String wanted) {
        var before = metadata.path("finalizers").deepCopy();
        ArrayNode finalizers = metadata.putArray("finalizers");
        for (var each : before) {
            var name = each.asText();
            if (!name.equals(ORPHAN_FINALIZER) && !name.equals(FOREGROUND_FINALIZER)) {
                finalizers.add(name);
            }
        }
        if (!wanted.isEmpty()) {
            finalizers.add(wanted);
        }
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
        }
    }

    private static boolean contains(Iterable<JsonNode> finalizers, String name) {
        for (var each : finalizers) {
            if (each.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
