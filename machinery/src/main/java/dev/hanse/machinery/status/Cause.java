package dev.hanse.machinery.status;

/// One of several reasons for a failure, as in `Status.details.causes`.
///
/// @param reason a `CauseType` such as `FieldValueInvalid`
/// @param field the path of the offending field, or the empty string
public record Cause(String reason, String message, String field) {}
