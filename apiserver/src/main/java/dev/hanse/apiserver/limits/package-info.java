/// LimitRange: what containers, pods and claims of a namespace get when they say nothing, and what
/// they may say.
@NullMarked
package dev.hanse.apiserver.limits;

import org.jspecify.annotations.NullMarked;
