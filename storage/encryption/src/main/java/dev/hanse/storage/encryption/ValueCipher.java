package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import java.security.GeneralSecurityException;

/// Turns values into ciphertexts and back with one secret. Thread-safe; the secret is expanded
/// once, not by every value.
interface ValueCipher {

    /// `prefix` as it is, then whatever [#open] needs.
    ///
    /// @param key where the value is stored
    byte[] seal(byte[] prefix, byte[] plain, Bytes key);

    /// @param offset where the ciphertext begins, behind the prefix
    /// @throws GeneralSecurityException if this is not what [#seal] made with the same secret; its
    ///   message may be shown to anybody
    byte[] open(byte[] stored, int offset, Bytes key) throws GeneralSecurityException;
}
