package dev.hanse.machinery.schema;

import org.jspecify.annotations.Nullable;

/// Where a check stands inside a document. Built while walking down, written only when something is
/// wrong, without recursion: documents can be deep.
final class FieldPath {

    /// How Kubernetes writes the path of an error that belongs to no field.
    static final String NO_FIELD = "<nil>";

    static final FieldPath ROOT = new FieldPath(null, "", false);

    private final @Nullable FieldPath parent;
    private final String segment;
    private final boolean bracketed;

    private FieldPath(@Nullable FieldPath parent, String segment, boolean bracketed) {
        this.parent = parent;
        this.segment = segment;
        this.bracketed = bracketed;
    }

    static FieldPath of(String text) {
        return text.isEmpty() ? ROOT : ROOT.child(text);
    }

    FieldPath child(String name) {
        return new FieldPath(this, name, false);
    }

    FieldPath index(int index) {
        return new FieldPath(this, Integer.toString(index), true);
    }

    FieldPath key(String key) {
        return new FieldPath(this, key, true);
    }

    /// The path as the field of an error.
    String field() {
        return parent == null ? NO_FIELD : toString();
    }

    @Override
    public String toString() {
        var length = 0;
        for (var at = this; at != null; at = at.parent) {
            length += at.segment.length() + 2;
        }
        var reversed = new StringBuilder(length);
        for (var at = this; at.parent != null; at = at.parent) {
            var first = at.parent.parent == null;
            if (at.bracketed) {
                reversed.insert(0, "[" + at.segment + "]");
            } else {
                reversed.insert(0, first ? at.segment : "." + at.segment);
            }
        }
        return reversed.toString();
    }
}
