/// What users configure to judge writes: webhooks.
@NullMarked
package dev.hanse.it.admission;

import org.jspecify.annotations.NullMarked;
