/// The end-to-end benchmark: starts a server as a user would, and measures it over HTTP.
///
/// It knows nothing of the server's classes: what it measures is what any client gets.
@NullMarked
package dev.hanse.bench;

import org.jspecify.annotations.NullMarked;
