/// What texts look like that stand for something else: the string formats of schemas, addresses and
/// durations. Shared by schemas and by the functions of CEL.
@NullMarked
package dev.hanse.machinery.format;

import org.jspecify.annotations.NullMarked;
