/// Calls to servers that users of the API name, such as webhooks: where they may go, and what is
/// said when they fail. What speaks HTTP implements [dev.hanse.apiserver.outbound.Outbound].
@NullMarked
package dev.hanse.apiserver.outbound;

import org.jspecify.annotations.NullMarked;
