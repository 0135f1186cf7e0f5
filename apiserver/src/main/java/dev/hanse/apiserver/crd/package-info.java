/// CustomResourceDefinitions: what one must look like, when its names are accepted, what it makes
/// its cluster serve, and what becomes of its objects when it goes.
@NullMarked
package dev.hanse.apiserver.crd;

import org.jspecify.annotations.NullMarked;
