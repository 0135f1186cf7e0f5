/// [dev.hanse.machinery.client.ObjectClient] over HTTP: how the agent reaches the control plane and
/// its worker cluster, as any other Kubernetes client would.
@NullMarked
package dev.hanse.syncer.http;

import org.jspecify.annotations.NullMarked;
