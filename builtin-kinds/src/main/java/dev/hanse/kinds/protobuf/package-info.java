/// Objects of built-in kinds as typed clients send and read them, in Kubernetes' protobuf: read
/// into the same trees as JSON, and written straight from JSON. What the numbers of a message mean
/// is a table that the build derives.
@NullMarked
package dev.hanse.kinds.protobuf;

import org.jspecify.annotations.NullMarked;
