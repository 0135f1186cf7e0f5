/// Encryption at rest: a [dev.hanse.storage.Storage] that keeps chosen values encrypted in another
/// one, in the form in which kube-apiserver keeps them in etcd.
///
/// [EncryptedStorage] is the door; an [Encryption] says which keys' values are encrypted by what.
@NullMarked
package dev.hanse.storage.encryption;

import org.jspecify.annotations.NullMarked;
