/// The build step that turns the official Java client's model classes plus our overlay into the
/// resources [dev.hanse.kinds.BuiltinKinds] reads. Runs in `process-classes`, is left out of the
/// jar, and is the only code that sees the client.
@NullMarked
package dev.hanse.kinds.generator;

import org.jspecify.annotations.NullMarked;
