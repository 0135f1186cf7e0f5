/// Admission plugins of one whole Kubernetes cluster, which complete objects with what the cluster
/// decides: accounts and tokens of pods, tolerations, priorities, storage classes.
@NullMarked
package dev.hanse.apiserver.admission.cluster;

import org.jspecify.annotations.NullMarked;
