/// What exists before the first user: the root workspace, its exports, types and roles.
@NullMarked
package dev.hanse.workspaces.bootstrap;

import org.jspecify.annotations.NullMarked;
