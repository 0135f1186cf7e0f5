package dev.hanse.workspaces.lifecycle;

import dev.hanse.workspaces.api.Hashes;
import java.net.URI;

/// This server as the workspaces it hosts see it.
///
/// @param externalUrl where clients reach it, without a path
public record ShardConfig(String name, URI externalUrl) {

    /// The short form of the name that older clients look for on workspaces.
    public String hash() {
        return Hashes.base36Padded(Hashes.sha224(name)).substring(0, 8);
    }

    /// The address of a logical cluster by its path or name.
    public String clusterUrl(String pathOrName) {
        return externalUrl + "/clusters/" + pathOrName;
    }
}
