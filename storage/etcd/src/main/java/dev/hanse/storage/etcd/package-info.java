/// Storage on an etcd cluster that several servers may share.
///
/// Commits are etcd transactions; reads and cursors are served from a local replica of the whole
/// prefix, a [dev.hanse.storage.history.History] fed by one etcd watch. [EtcdStorage] is the door.
/// The only package that knows jetcd.
@NullMarked
package dev.hanse.storage.etcd;

import org.jspecify.annotations.NullMarked;
