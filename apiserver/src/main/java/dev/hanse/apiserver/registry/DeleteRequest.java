package dev.hanse.apiserver.registry;

/// How an object is to be deleted, as in `meta/v1 DeleteOptions`.
public record DeleteRequest(Preconditions preconditions, String propagationPolicy, boolean dryRun) {

    public static final DeleteRequest NOW = new DeleteRequest(Preconditions.NONE, "", false);
}
