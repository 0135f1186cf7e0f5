/// An in-process ObjectClient: the same authorization, admission and validation, without the
/// socket.
@NullMarked
package dev.hanse.apiserver.loopback;

import org.jspecify.annotations.NullMarked;
