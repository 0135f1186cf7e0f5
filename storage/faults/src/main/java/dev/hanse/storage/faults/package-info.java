/// Stores in child processes, and everything that can happen to them.
///
/// [Campaign] is the story: random clients on a [ChildProcess], a [Fault] at a random instant,
/// recovery, and a check of everything anybody was told. [Soak] is the program.
@NullMarked
package dev.hanse.storage.faults;

import org.jspecify.annotations.NullMarked;
