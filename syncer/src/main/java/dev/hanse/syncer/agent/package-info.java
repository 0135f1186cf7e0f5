/// The agent's work: one reconcile loop per API carries orders down to the worker cluster, and
/// status and secrets up. Everything it needs to know is on one of the two sides, so it may be
/// killed at any instruction.
///
/// [dev.hanse.syncer.agent.OrderReconciler] is the place to begin.
@NullMarked
package dev.hanse.syncer.agent;

import org.jspecify.annotations.NullMarked;
