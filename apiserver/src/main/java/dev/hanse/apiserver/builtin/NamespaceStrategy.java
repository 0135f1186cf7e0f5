package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.Map;
import java.util.Set;

/// Namespaces: kept by a finalizer in their spec until their content is gone.
final class NamespaceStrategy implements Strategy {

    private static final String FINALIZER = "kubernetes";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String FINALIZE = "finalize";

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        object.putObject("status").put("phase", "Active");
        var finalizers = object.withObject("spec").withArray("finalizers");
        boolean present = false;
        for (var each : finalizers) {
            present |= each.asText().equals(FINALIZER);
        }
        if (!present) {
            finalizers.add(FINALIZER);
        }
        label(object);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        if (!context.info().subresource().equals(FINALIZE)) {
            keepFinalizers(object, old);
        }
        label(object);
    }

    @Override
    public void prepareForDeletion(ObjectNode object) {
        object.withObject("status").put("phase", "Terminating");
    }

    @Override
    public Map<String, SubresourceHandler> subresources() {
        return Map.of(FINALIZE, new Finalize());
    }

    private static void keepFinalizers(ObjectNode object, ObjectNode old) {
        var finalizers = old.path("spec").path("finalizers");
        if (finalizers.isMissingNode()) {
            object.withObject("spec").remove("finalizers");
        } else {
            object.withObject("spec").set("finalizers", finalizers);
        }
    }

    private static void label(ObjectNode object) {
        var metadata = object.withObject("metadata");
        metadata.withObject("labels").set(NAME_LABEL, metadata.path("name"));
    }

    /// Whoever has emptied the namespace takes its finalizer away here.
    private static final class Finalize implements SubresourceHandler {

        @Override
        public GroupVersionKind kind() {
            return new GroupVersionKind("", "v1", "Namespace");
        }

        @Override
        public Set<String> verbs() {
            return Set.of("update");
        }

        @Override
        public void merge(RequestContext context, ObjectNode stored, ObjectNode wanted) {
            var finalizers = wanted.path("spec").path("finalizers");
            if (finalizers.isEmpty()) {
                stored.withObject("spec").remove("finalizers");
            } else {
                stored.withObject("spec").set("finalizers", finalizers);
            }
        }
    }
}
