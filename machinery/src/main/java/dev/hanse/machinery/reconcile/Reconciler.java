package dev.hanse.machinery.reconcile;

/// Brings the world behind one key to where it should be.
///
/// Called by several workers, but never for the same key at the same time.
@FunctionalInterface
public interface Reconciler<K> {

    /// @throws Exception to be called again for the key, later and later while it keeps failing
    Result reconcile(K key) throws Exception;
}
