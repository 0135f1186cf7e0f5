package dev.hanse.machinery.apply;

import java.util.Comparator;

/// Who manages fields, and how. What an applier last applied is one entry whatever version it used;
/// an updater has one entry for each version.
///
/// @param apiVersion empty for appliers
/// @param subresource empty for the main resource
record FieldManager(Operation operation, String name, String apiVersion, String subresource)
        implements Comparable<FieldManager> {

    /// How fields came to be managed; the words are those of the API.
    enum Operation {
        Apply,
        Update
    }

    private static final Comparator<FieldManager> ORDER =
            Comparator.comparing(FieldManager::name)
                    .thenComparing(FieldManager::operation)
                    .thenComparing(FieldManager::apiVersion)
                    .thenComparing(FieldManager::subresource);

    static FieldManager applier(String name, String subresource) {
        return new FieldManager(Operation.Apply, orUnknown(name), "", subresource);
    }

    static FieldManager updater(String name, String apiVersion, String subresource) {
        return new FieldManager(Operation.Update, orUnknown(name), apiVersion, subresource);
    }

    private static String orUnknown(String name) {
        return name.isEmpty() ? "unknown" : name;
    }

    @Override
    public int compareTo(FieldManager other) {
        return ORDER.compare(this, other);
    }

    /// The manager in messages about conflicts.
    @Override
    public String toString() {
        var text = "\"" + name + "\"";
        if (!subresource.isEmpty()) {
            text += " with subresource \"" + subresource + "\"";
        }
        return operation == Operation.Update ? text + " using " + apiVersion : text;
    }
}
