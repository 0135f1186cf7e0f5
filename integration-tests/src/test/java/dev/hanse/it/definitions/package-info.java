/// Definitions as service owners write them, and what becomes of the objects that people write.
@NullMarked
package dev.hanse.it.definitions;

import org.jspecify.annotations.NullMarked;
