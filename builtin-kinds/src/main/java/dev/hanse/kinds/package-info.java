/// Kubernetes' built-in kinds as data: names, schemas, columns and the small facts Kubernetes keeps
/// in code. Start with [BuiltinKinds]; the behaviour of a kind (its strategy) is elsewhere.
@NullMarked
package dev.hanse.kinds;

import org.jspecify.annotations.NullMarked;
