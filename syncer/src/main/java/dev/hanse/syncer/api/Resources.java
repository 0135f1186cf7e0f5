package dev.hanse.syncer.api;

import dev.hanse.machinery.object.GroupVersionResource;

/// The resources that the syncer reads and writes besides the ordered ones.
public final class Resources {

    public static final GroupVersionResource SYNC_TARGETS =
            new GroupVersionResource("workload.kcp.io", "v1alpha1", "synctargets");
    public static final GroupVersionResource LOCATIONS =
            new GroupVersionResource("scheduling.kcp.io", "v1alpha1", "locations");
    public static final GroupVersionResource PLACEMENTS =
            new GroupVersionResource("scheduling.kcp.io", "v1alpha1", "placements");
    public static final GroupVersionResource API_EXPORTS =
            new GroupVersionResource("apis.kcp.io", "v1alpha2", "apiexports");
    public static final GroupVersionResource API_EXPORT_ENDPOINT_SLICES =
            new GroupVersionResource("apis.kcp.io", "v1alpha1", "apiexportendpointslices");
    public static final GroupVersionResource API_RESOURCE_SCHEMAS =
            new GroupVersionResource("apis.kcp.io", "v1alpha1", "apiresourceschemas");
    public static final GroupVersionResource CUSTOM_RESOURCE_DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    public static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");
    public static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");

    private Resources() {}
}
