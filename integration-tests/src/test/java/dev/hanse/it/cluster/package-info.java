/// One plain Kubernetes cluster, as `hanse kube-apiserver` serves it: what its kinds do beyond
/// their schemas.
@NullMarked
package dev.hanse.it.cluster;

import org.jspecify.annotations.NullMarked;
