/// Keeps one client from being everybody's problem: how many requests run at once, whose turn it
/// is, and how long a request may take.
@NullMarked
package dev.hanse.apiserver.flow;

import org.jspecify.annotations.NullMarked;
