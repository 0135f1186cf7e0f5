package dev.hanse.apiexports.api;

import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.tenancy.ClusterName;

/// The resources of `apis.kcp.io` and what marks their objects.
public final class Apis {
    public static final String GROUP = "apis.kcp.io";

    public static final GroupVersionResource EXPORTS =
            new GroupVersionResource(GROUP, "v1alpha2", "apiexports");
    public static final GroupVersionResource BINDINGS =
            new GroupVersionResource(GROUP, "v1alpha2", "apibindings");
    public static final GroupVersionResource SCHEMAS =
            new GroupVersionResource(GROUP, "v1alpha1", "apiresourceschemas");
    public static final GroupVersionResource SLICES =
            new GroupVersionResource(GROUP, "v1alpha1", "apiexportendpointslices");
    public static final GroupVersionKind SCHEMA_KIND =
            new GroupVersionKind(GROUP, "v1alpha1", "APIResourceSchema");
    public static final GroupVersionKind SLICE_KIND =
            new GroupVersionKind(GROUP, "v1alpha1", "APIExportEndpointSlice");
    public static final GroupResource CUSTOM_RESOURCE_DEFINITIONS =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    public static final StorageResource STORED_EXPORTS =
            StorageResource.custom(EXPORTS.groupResource());
    public static final StorageResource STORED_BINDINGS =
            StorageResource.custom(BINDINGS.groupResource());
    public static final StorageResource STORED_SCHEMAS =
            StorageResource.custom(SCHEMAS.groupResource());

    /// Holds a copy of every schema that some cluster has bound.
    public static final ClusterName BOUND_SCHEMAS_CLUSTER = new ClusterName("system:bound-crds");

    /// On a binding: which export it refers to, by [ExportReference#hash].
    public static final String EXPORT_LABEL = "internal.apis.kcp.io/export";

    /// On a binding until the objects of its APIs are gone.
    public static final String BINDING_FINALIZER = "apis.kcp.io/apibinding-finalizer";

    /// On an export that wants no endpoint slice of its own.
    public static final String SKIP_SLICE = "apiexports.apis.kcp.io/skip-endpointslice";

    /// Annotations of an export that its bindings carry, too.
    public static final String EXTRA_PREFIX = "extra.apis.kcp.io/";

    /// Before user and group names when the maximal permission policy of an export is asked.
    public static final String POLICY_PREFIX = "apis.kcp.io:binding:";

    private Apis() {}
}
