package dev.hanse.apiserver.authn;

/// Keys of [dev.hanse.apiserver.request.User#extra] that change what an identity is worth. Only
/// authenticators and the server itself set them (kcp-dev/kcp pkg/server/filters, impersonation).
public final class ExtraKeys {

    /// Values are comma-separated alternatives of `cluster:<name>`; all values must hold.
    public static final String SCOPES = "authentication.kcp.io/scopes";

    /// The logical cluster an identity comes from.
    public static final String CLUSTER_NAME = "authentication.kcp.io/cluster-name";

    /// JSON user infos whose permissions the user has in addition to its own.
    public static final String WARRANT = "authorization.kcp.io/warrant";

    private ExtraKeys() {}
}
