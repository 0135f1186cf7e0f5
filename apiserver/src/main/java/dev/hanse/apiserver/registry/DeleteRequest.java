package dev.hanse.apiserver.registry;

/// How an object is to be deleted, as in `meta/v1 DeleteOptions`.
public record DeleteRequest(Preconditions preconditions, Propagation propagation, boolean dryRun) {

    public static final DeleteRequest NOW =
            new DeleteRequest(Preconditions.NONE, Propagation.DEFAULT, false);
}
