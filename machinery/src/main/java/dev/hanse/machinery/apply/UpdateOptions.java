package dev.hanse.machinery.apply;

import java.time.Instant;
import java.util.Set;

/// Who changed an object by other means than apply, and how.
///
/// @param manager as the request's `fieldManager` or its user agent says
/// @param apiVersion at which the request was made
/// @param subresource empty for the main resource
/// @param now becomes the entry's time if something changes
/// @param ignoredFields top-level fields that this request does not write, for instance `status`
///   when a resource with a status subresource is updated
public record UpdateOptions(
        String manager,
        String apiVersion,
        String subresource,
        Instant now,
        Set<String> ignoredFields) {

    public UpdateOptions {
        ignoredFields = Set.copyOf(ignoredFields);
    }

    public UpdateOptions(String manager, String apiVersion, String subresource, Instant now) {
        this(manager, apiVersion, subresource, now, Set.of());
    }
}
