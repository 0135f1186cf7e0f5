/// Server-side printing: objects as the columns kubectl shows, and objects reduced to their
/// metadata.
@NullMarked
package dev.hanse.apiserver.table;

import org.jspecify.annotations.NullMarked;
