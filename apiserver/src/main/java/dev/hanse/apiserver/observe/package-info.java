/// How the server shows itself: health, version, metrics.
@NullMarked
package dev.hanse.apiserver.observe;

import org.jspecify.annotations.NullMarked;
