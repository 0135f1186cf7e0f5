package dev.hanse.machinery.apply;

import java.time.Instant;
import java.util.Set;

/// How to apply a configuration.
///
/// @param manager name of the applier, as the request's `fieldManager` says
/// @param force takes fields from other managers instead of reporting a conflict
/// @param apiVersion at which the request was made
/// @param subresource empty for the main resource
/// @param now becomes the entry's time if something changes
/// @param ignoredFields top-level fields that this request does not write: nobody gets or loses
///   them
public record ApplyOptions(
        String manager,
        boolean force,
        String apiVersion,
        String subresource,
        Instant now,
        Set<String> ignoredFields) {

    public ApplyOptions {
        ignoredFields = Set.copyOf(ignoredFields);
    }

    public ApplyOptions(
            String manager, boolean force, String apiVersion, String subresource, Instant now) {
        this(manager, force, apiVersion, subresource, now, Set.of());
    }
}
