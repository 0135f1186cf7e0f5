package dev.hanse.syncer.placement;

import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Optional;

/// Finds the logical cluster behind a workspace path such as `root:sites`.
@FunctionalInterface
public interface WorkspacePaths {

    Optional<ClusterName> resolve(String path);
}
