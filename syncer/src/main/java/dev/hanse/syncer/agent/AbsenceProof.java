package dev.hanse.syncer.agent;

/// Decides whether "not found" may be taken for "gone".
///
/// A control plane that was restored from an old backup, or an export that was replaced, also
/// answers 404 for objects it should know. Only if the SyncTarget and the export are still the very
/// ones that the agent was started with may it remove what they do not know.
@FunctionalInterface
interface AbsenceProof {

    boolean holds();
}
