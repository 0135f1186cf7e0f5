/// Recorded lives of a store under random clients, and what decides whether they are legal.
///
/// [RandomClients] records what it asked and heard as [Call]s and [Following]s. [HistoryCheck]
/// explains a recording by the order of revisions, which is cheap; [Linearizability] searches for
/// any order that explains the answers, and trusts no revision.
@NullMarked
package dev.hanse.storage.conformance.history;

import org.jspecify.annotations.NullMarked;
