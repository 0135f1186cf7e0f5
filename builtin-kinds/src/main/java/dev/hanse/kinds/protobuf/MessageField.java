package dev.hanse.kinds.protobuf;

/// What a numbered field of a message is in JSON.
///
/// @param name of the JSON field; empty if the message is, in JSON, nothing but this field's value
/// @param message the full name of the message for [Type#MESSAGE], else empty
/// @param keepsZero whether a zero, or an empty list or map, was meant; clients write most zeros
///   only because Go has no unset numbers and strings, and JSON leaves those out
/// @param isAlwaysWritten whether every message has the field, even when JSON leaves it out
public record MessageField(
        String name,
        Shape shape,
        Type type,
        String message,
        boolean keepsZero,
        boolean isAlwaysWritten) {

    /// How often the value may come, and where it goes.
    public enum Shape {
        ONE,
        LIST,

        /// Entries of a string key (field 1) and a value (field 2).
        MAP,

        /// A message whose fields belong to the message around it, as embedded structs of Go do.
        INLINE
    }

    /// What a value is.
    public enum Type {
        STRING,
        BASE64,
        BOOL,
        INT,
        DOUBLE,

        /// JSON text in a bytes field.
        JSON,

        /// Seconds and nanoseconds, to be text of whole seconds.
        TIME,

        /// Seconds and nanoseconds, to be text of microseconds.
        MICRO_TIME,

        /// A number that says which, an integer, and a string.
        INT_OR_STRING,
        MESSAGE
    }
}
