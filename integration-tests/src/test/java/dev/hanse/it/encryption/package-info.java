/// What encryption at rest keeps secret, and from whom.
@NullMarked
package dev.hanse.it.encryption;

import org.jspecify.annotations.NullMarked;
