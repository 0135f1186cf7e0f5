/// Between `apis.kcp.io/v1alpha1` and `v1alpha2`, without loss in either direction.
@NullMarked
package dev.hanse.apiexports.conversion;

import org.jspecify.annotations.NullMarked;
