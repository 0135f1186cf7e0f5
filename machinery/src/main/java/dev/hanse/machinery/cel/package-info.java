/// The expression language of Kubernetes: CEL with Kubernetes' functions, over JSON values, with
/// costs that are bounded. Schema rules, policies and webhooks are written in it. Read
/// [CelEnvironment] first.
@NullMarked
package dev.hanse.machinery.cel;

import org.jspecify.annotations.NullMarked;
