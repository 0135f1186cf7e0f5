package dev.hanse.apiserver.registry;

import org.jspecify.annotations.Nullable;

/// How an object is to be deleted, as in `meta/v1 DeleteOptions`.
///
/// @param gracePeriodSeconds how long the object may take; null for what its kind does by itself
public record DeleteRequest(
        Preconditions preconditions,
        Propagation propagation,
        @Nullable Long gracePeriodSeconds,
        boolean dryRun) {}
