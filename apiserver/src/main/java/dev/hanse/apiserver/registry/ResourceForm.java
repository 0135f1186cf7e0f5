package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.machinery.codec.ByteSink;
import dev.hanse.machinery.codec.ObjectSplice;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import org.jspecify.annotations.Nullable;

/// The [StoredForm] of one resource, whose schema may have got defaults since an object was stored:
/// Kubernetes fills them in whenever it reads a custom resource from storage.
/// (<https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting>)
///
/// What an object was given is remembered beside it, so only one that may lack something is parsed.
public final class ResourceForm {

    private final StoredForm form;
    private final ResourceDefinition definition;
    private final boolean hasDefaults;

    public ResourceForm(StoredForm form, ResourceDefinition definition) {
        this.form = form;
        this.definition = definition;
        this.hasDefaults =
                !definition.isBuiltin()
                        && definition.versions().stream()
                                .anyMatch(each -> each.schema().defaults() != 0);
    }

    /// @param object at the storage version, with all its defaults
    public Bytes encode(ObjectNode object) {
        return hasDefaults
                ? Bytes.wrap(
                        ObjectSplice.encode(
                                object, definition.storageVersionDefinition().schema().defaults()))
                : form.encode(object);
    }

    public ObjectNode decode(Entry entry) {
        return decode(entry, entry.modRevision().value());
    }

    /// The object as it was, with the resourceVersion of what happened to it.
    public ObjectNode decode(Entry entry, long resourceVersion) {
        var object = form.decode(definition.storedAs(), entry, resourceVersion);
        if (!isComplete(entry)) {
            definition
                    .versionOf(object.path("apiVersion").asText())
                    .ifPresent(each -> each.schema().applyDefaults(object));
        }
        return object;
    }

    public KubeObject object(Entry entry) {
        return new KubeObject(decode(entry));
    }

    /// Whether the object lacks nothing that the schema of its version has a default for, so that
    /// its bytes can be served as they are.
    public boolean isComplete(Entry entry) {
        if (!hasDefaults) {
            return true;
        }
        var stored = entry.value().unsafeArray();
        int given = ObjectSplice.defaults(stored);
        return definition
                .versionOf(ObjectSplice.apiVersion(stored))
                .map(each -> each.schema().defaults() == 0 || each.schema().defaults() == given)
                .orElse(true);
    }

    /// Writes the object as JSON, without parsing it; see [#isComplete].
    ///
    /// @param apiVersion see [StoredForm#writeJson]
    public void writeJson(
            ByteSink sink, Entry entry, long resourceVersion, @Nullable String apiVersion) {
        form.writeJson(sink, definition.storedAs(), entry, resourceVersion, apiVersion);
    }
}
