/// What Kubernetes does in code for volumes, claims and storage classes.
@NullMarked
package dev.hanse.apiserver.builtin.volume;

import org.jspecify.annotations.NullMarked;
