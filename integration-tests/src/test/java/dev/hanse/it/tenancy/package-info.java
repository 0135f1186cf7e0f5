/// Workspaces, who may enter them, and that nobody learns about anybody else's.
@NullMarked
package dev.hanse.it.tenancy;

import org.jspecify.annotations.NullMarked;
