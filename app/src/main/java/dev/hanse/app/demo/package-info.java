/// The demo: the whole story on one machine, with real processes and real commands, every outcome
/// checked.
@NullMarked
package dev.hanse.app.demo;

import org.jspecify.annotations.NullMarked;
