/// The names that a control plane and its syncers must agree on without talking to each other: keys
/// of sync targets, downstream namespaces, labels, annotations and finalizers. Pure functions; the
/// strings are those of kcp's workload syncer, so that its objects are recognised.
@NullMarked
package dev.hanse.syncer.mapping;

import org.jspecify.annotations.NullMarked;
