package dev.hanse.apiserver.authz;

/// Decides whether a request may go on. Reads storage at most; never calls back into the pipeline.
///
/// Shared by all requests, so thread-safe.
public interface Authorizer {

    Decision authorize(Attributes attributes);
}
