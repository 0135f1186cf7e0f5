/// Watches: cursors over the history turned into events for one client.
@NullMarked
package dev.hanse.apiserver.watch;

import org.jspecify.annotations.NullMarked;
