/// What Kubernetes does in code for the kinds that run programs: defaults that depend on other
/// fields, rules about changes, and the subresources of pods that need no kubelet.
@NullMarked
package dev.hanse.apiserver.builtin.workload;

import org.jspecify.annotations.NullMarked;
