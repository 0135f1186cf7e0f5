/// Bytes, keys and revisions: the only persistence the control plane knows.
///
/// The semantics are etcd's (ordered keys, one global revision per commit, optimistic transactions,
/// ordered watches), so that an embedded engine and a real etcd are interchangeable. Nothing here
/// knows Kubernetes.
@NullMarked
package dev.hanse.storage;

import org.jspecify.annotations.NullMarked;
