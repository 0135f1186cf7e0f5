/// Which server serves which group version of a plain cluster: the APIServices of
/// `apiregistration.k8s.io`, one for every group version, as with Kubernetes' aggregator.
@NullMarked
package dev.hanse.apiserver.aggregation;

import org.jspecify.annotations.NullMarked;
