/// The syncer: an agent that connects a worker cluster with a control plane. See [Syncer].
@NullMarked
package dev.hanse.syncer;

import org.jspecify.annotations.NullMarked;
