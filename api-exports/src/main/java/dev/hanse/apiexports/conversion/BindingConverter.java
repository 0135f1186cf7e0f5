package dev.hanse.apiexports.conversion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.workspaces.api.Metadata;

/// Converts APIBinding; its versions differ in how claims are written.
public final class BindingConverter implements Converter {
    private static final String PREFIX = "apis.v1alpha2.kcp.io/";
    private static final ClaimConversion ACCEPTABLE =
            new ClaimConversion(
                    "selector",
                    true,
                    PREFIX + "acceptable-permission-claims",
                    PREFIX + "v1alpha1-permission-claims");
    private static final ClaimConversion OFFERED =
            new ClaimConversion(
                    "defaultSelector",
                    false,
                    PREFIX + "status-export-permission-claims",
                    PREFIX + "v1alpha1-status-export-permission-claims");
    private static final ClaimConversion APPLIED =
            new ClaimConversion(
                    "selector",
                    true,
                    PREFIX + "status-applied-permission-claims",
                    PREFIX + "v1alpha1-status-applied-permission-claims");

    @Override
    public ObjectNode convert(ObjectNode object, String group, String toVersion) {
        var to = group + "/" + toVersion;
        if (object.path("apiVersion").asText().equals(to)) {
            return object;
        }
        object.put("apiVersion", to);
        boolean older = toVersion.equals("v1alpha1");
        var metadata = Metadata.of(object);
        convert(object, "spec", "permissionClaims", ACCEPTABLE, older, metadata);
        convert(object, "status", "exportPermissionClaims", OFFERED, older, metadata);
        convert(object, "status", "appliedPermissionClaims", APPLIED, older, metadata);
        return object;
    }

    private static void convert(
            ObjectNode object,
            String part,
            String field,
            ClaimConversion conversion,
            boolean older,
            Metadata metadata) {
        if (!(object.get(part) instanceof ObjectNode holder)) {
            return;
        }
        if (older) {
            conversion.toOlder(holder, field, metadata);
        } else {
            conversion.toNewer(holder, field, metadata);
        }
    }
}
