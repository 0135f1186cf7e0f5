/// The vocabulary of tenancy: names, annotations, conditions and hashes that clients of kcp rely
/// on.
@NullMarked
package dev.hanse.workspaces.api;

import org.jspecify.annotations.NullMarked;
