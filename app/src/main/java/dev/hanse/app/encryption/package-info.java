/// Kubernetes' EncryptionConfiguration file: what may stand in it, what it means for storage keys,
/// and when it changes.
///
/// [EncryptionConfigFile] reads it, [EncryptionReloader] reads it again.
@NullMarked
package dev.hanse.app.encryption;

import org.jspecify.annotations.NullMarked;
