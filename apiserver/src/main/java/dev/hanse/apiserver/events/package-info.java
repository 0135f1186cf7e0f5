/// Events are forgotten after a while.
@NullMarked
package dev.hanse.apiserver.events;

import org.jspecify.annotations.NullMarked;
