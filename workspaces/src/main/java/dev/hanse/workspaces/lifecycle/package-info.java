/// Controllers that carry a workspace from its creation to Ready, and its content out of the world.
@NullMarked
package dev.hanse.workspaces.lifecycle;

import org.jspecify.annotations.NullMarked;
