/// Who may enter a workspace at all, before RBAC inside it is asked.
@NullMarked
package dev.hanse.workspaces.access;

import org.jspecify.annotations.NullMarked;
