package dev.hanse.apiserver;

import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.tenancy.ClusterName;
import java.net.URI;
import java.time.Clock;

/// What a started extension may use of the server.
public interface ServerHandle {

    /// A client that enters the pipeline in-process under `user`.
    ObjectClient client(User user);

    StoredObjects objects();

    /// The whole chain that requests pass.
    Authorizer authorizer();

    /// What a logical cluster serves right now.
    ApiSurface surface(ClusterName cluster);

    Clock clock();

    /// The address clients reach this server at, without a path.
    URI externalUrl();

    /// The certificate authority that clients verify this server with, PEM.
    String certificateAuthority();
}
