/// Workspace types: what they inherit, where they may nest, what a workspace of a type starts with.
@NullMarked
package dev.hanse.workspaces.types;

import org.jspecify.annotations.NullMarked;
