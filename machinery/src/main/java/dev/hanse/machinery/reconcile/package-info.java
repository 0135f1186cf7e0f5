/// The kit controllers are made of: a keyed queue, watches that feed it, workers that drain it.
///
/// Reconciling is level-based: a key says only that something about it may have changed, and the
/// reconciler reads what is there now.
@NullMarked
package dev.hanse.machinery.reconcile;

import org.jspecify.annotations.NullMarked;
