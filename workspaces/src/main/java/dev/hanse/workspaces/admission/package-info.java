/// Checks and completes writes of tenancy objects, with the texts that kcp's clients know.
@NullMarked
package dev.hanse.workspaces.admission;

import org.jspecify.annotations.NullMarked;
