package dev.hanse.it.clients;

import io.kubernetes.client.common.KubernetesListObject;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ListMeta;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A custom resource as programs describe it to the official client.
///
/// @param status absent until somebody has written it
record Parcel(
        String apiVersion, String kind, V1ObjectMeta metadata, Spec spec, @Nullable Status status)
        implements KubernetesObject {

    record Spec(int weight, @Nullable String kind) {}

    record Status(String place) {}

    /// A page of parcels.
    record ParcelList(String apiVersion, String kind, V1ListMeta metadata, List<Parcel> items)
            implements KubernetesListObject {

        @Override
        public V1ListMeta getMetadata() {
            return metadata;
        }

        @Override
        public List<Parcel> getItems() {
            return items;
        }

        @Override
        public String getApiVersion() {
            return apiVersion;
        }

        @Override
        public String getKind() {
            return kind;
        }
    }

    static Parcel named(String namespace, String name, int weight) {
        return new Parcel(
                "post.example.com/v1",
                "Parcel",
                new V1ObjectMeta().namespace(namespace).name(name),
                new Spec(weight, null),
                null);
    }

    /// The same parcel with a status.
    Parcel at(String place) {
        return new Parcel(apiVersion, kind, metadata, spec, new Status(place));
    }

    @Override
    public V1ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public String getApiVersion() {
        return apiVersion;
    }

    @Override
    public String getKind() {
        return kind;
    }
}
