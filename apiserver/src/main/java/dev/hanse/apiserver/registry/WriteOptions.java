package dev.hanse.apiserver.registry;

/// What a client may say about a write besides the object.
///
/// @param fieldManager who owns the fields that change
/// @param force whether server-side apply takes fields over from other managers
public record WriteOptions(
        boolean dryRun, String fieldManager, FieldValidation fieldValidation, boolean force) {

    /// What happens to fields that the schema does not know.
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }
}
