/// The two names that make everything multi-tenant: a logical cluster, and a path to one.
@NullMarked
package dev.hanse.machinery.tenancy;

import org.jspecify.annotations.NullMarked;
