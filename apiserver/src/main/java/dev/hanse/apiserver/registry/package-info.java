/// The verbs: names, uids, generations, finalizers, conflicts, subresources, patches.
@NullMarked
package dev.hanse.apiserver.registry;

import org.jspecify.annotations.NullMarked;
