/// A cluster in memory, for tests of what talks to clusters.
@NullMarked
package dev.hanse.syncer.testing;

import org.jspecify.annotations.NullMarked;
