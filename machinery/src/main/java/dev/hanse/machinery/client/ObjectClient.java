package dev.hanse.machinery.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Kubernetes' verbs on the objects of any logical cluster, blocking.
///
/// The only door controllers use: calls pass the same authorization, admission and validation as a
/// request over HTTP, under the identity the client was made for. Every method throws
/// [dev.hanse.machinery.status.ApiException] with the Status a remote client would get.
public interface ObjectClient {

    KubeObject get(ResourceScope scope, String name);

    /// As [#get], for objects that may well be missing.
    default Optional<KubeObject> find(ResourceScope scope, String name) {
        try {
            return Optional.of(get(scope, name));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Objects of the scope that match, in key order, at one revision; pages are followed to the
    /// end.
    ObjectList list(ResourceScope scope, ListOptions options);

    /// Events after `resourceVersion`, in order, until the watch is closed. `events` is called on
    /// one virtual thread at a time and may block; when it cannot go on (revision expired, server
    /// stopping) it gets [WatchEvent.Ended] last.
    Watch watch(
            ResourceScope scope, ListOptions options, String resourceVersion, WatchHandler events);

    KubeObject create(ResourceScope scope, KubeObject object);

    /// Replaces the object; its resourceVersion, when set, must be the stored one.
    KubeObject update(ResourceScope scope, KubeObject object);

    KubeObject updateStatus(ResourceScope scope, KubeObject object);

    /// @param subresource for instance `status`, or null for the object itself
    KubeObject patch(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            PatchType type,
            JsonNode patch);

    /// Server-side apply under `fieldManager`; creates the object if there is none.
    KubeObject apply(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            JsonNode configuration,
            String fieldManager,
            boolean force);

    /// Asks for deletion; finalizers may keep the object for a while.
    void delete(ResourceScope scope, String name, DeleteOptions options);

    /// Deletes every object of the scope that matches.
    void deleteCollection(ResourceScope scope, ListOptions options);

    /// What a list returned, and the revision it was read at.
    record ObjectList(String resourceVersion, List<KubeObject> items) {
        public ObjectList {
            items = List.copyOf(items);
        }
    }

    /// Label and field selectors as written in a query; empty selects everything.
    record ListOptions(String labelSelector, String fieldSelector) {
        public static final ListOptions ALL = new ListOptions("", "");

        public static ListOptions labelled(String selector) {
            return new ListOptions(selector, "");
        }
    }

    /// @param uid the object is only deleted if it has this UID; empty for any
    /// @param resourceVersion … and this resourceVersion; empty for any
    /// @param propagationPolicy `Background`, `Foreground`, `Orphan` or empty for the kind's
    ///   default
    record DeleteOptions(String uid, String resourceVersion, String propagationPolicy) {
        public static final DeleteOptions NONE = new DeleteOptions("", "", "");
    }

    /// The patch formats Kubernetes accepts, by media type.
    enum PatchType {
        JSON("application/json-patch+json"),
        MERGE("application/merge-patch+json"),
        STRATEGIC_MERGE("application/strategic-merge-patch+json");

        private final String mediaType;

        PatchType(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    interface WatchHandler {
        void on(WatchEvent event);
    }

    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
