/// Which resources exist in which logical cluster, with their schemas: everything asks here.
@NullMarked
package dev.hanse.apiserver.catalog;

import org.jspecify.annotations.NullMarked;
