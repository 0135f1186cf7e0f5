/// What a request says and who says it, free of any HTTP library: the first argument everywhere.
@NullMarked
package dev.hanse.apiserver.request;

import org.jspecify.annotations.NullMarked;
