/// The one error clients see: a Kubernetes Status, and the exception that carries it.
@NullMarked
package dev.hanse.machinery.status;

import org.jspecify.annotations.NullMarked;
