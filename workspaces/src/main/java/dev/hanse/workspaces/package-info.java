/// Tenancy as an extension of the API server: logical clusters, the tree of workspaces that leads
/// to them, and what a workspace starts its life with.
@NullMarked
package dev.hanse.workspaces;

import org.jspecify.annotations.NullMarked;
