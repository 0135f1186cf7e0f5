/// Where a server keeps its objects: the options that say so, and `hanse storage`, the tools of
/// whoever has to back it up, bring it back, look into it and keep it small.
@NullMarked
package dev.hanse.app.storage;

import org.jspecify.annotations.NullMarked;
