/// What Kubernetes' own clients rely on, asserted on the wire.
@NullMarked
package dev.hanse.it.conformance;

import org.jspecify.annotations.NullMarked;
