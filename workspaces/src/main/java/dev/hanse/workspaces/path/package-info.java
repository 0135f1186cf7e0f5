/// From `/clusters/root:org:team` to a logical cluster, and what every request must know about it.
@NullMarked
package dev.hanse.workspaces.path;

import org.jspecify.annotations.NullMarked;
