/// Kubernetes objects as immutable JSON trees with typed views, and the names of their kinds.
@NullMarked
package dev.hanse.machinery.object;

import org.jspecify.annotations.NullMarked;
