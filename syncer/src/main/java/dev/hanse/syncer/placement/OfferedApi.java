package dev.hanse.syncer.placement;

import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.ExportedApi;

/// An API that at least one sync target can hold the objects of.
///
/// @param identity the export's identity hash, by which all its objects are found
record OfferedApi(ClusterName exporter, String export, String identity, ExportedApi api) {

    /// All orders of all tenants.
    ResourceScope orders() {
        return ResourceScope.everywhere(api.resource(), identity);
    }
}
