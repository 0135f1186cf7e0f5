/// What changes when an object, its status, its secrets or its API pass between a workspace and a
/// worker cluster. Pure functions from object to object.
@NullMarked
package dev.hanse.syncer.transform;

import org.jspecify.annotations.NullMarked;
