/// The assembled control plane over HTTP: the fixture that starts one, and callers that speak to it
/// as any client does. Tests assert on the JSON that is on the wire, never on the server's types.
@NullMarked
package dev.hanse.it;

import org.jspecify.annotations.NullMarked;
