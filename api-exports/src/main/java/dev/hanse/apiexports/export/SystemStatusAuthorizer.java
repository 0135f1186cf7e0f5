package dev.hanse.apiexports.export;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import java.util.Set;

/// Keeps the status of exports and bindings to the server: other clusters trust what it says.
public final class SystemStatusAuthorizer implements Authorizer {
    private static final Set<String> RESOURCES =
            Set.of(Apis.EXPORTS.resource(), Apis.BINDINGS.resource());

    @Override
    public Decision authorize(Attributes attributes) {
        return attributes.group().equals(Apis.GROUP)
                        && attributes.subresource().equals("status")
                        && RESOURCES.contains(attributes.resource())
                ? Decision.deny(attributes.resource() + "/status is written by the server only")
                : Decision.noOpinion("not the status of an export or binding");
    }
}
