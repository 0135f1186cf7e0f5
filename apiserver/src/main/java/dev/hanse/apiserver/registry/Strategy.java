package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Kubernetes does in code for a kind, beyond its schema. The default is a custom resource.
///
/// All objects are at the storage version. Stateless and shared, so thread-safe.
public interface Strategy {

    Strategy CUSTOM_RESOURCE = new Strategy() {};

    /// Rewrites what a client sent into the form that is stored, before anybody looks at it: what
    /// Kubernetes does when it decodes a kind, such as turning a secret's `stringData` into `data`.
    /// At the version of the request.
    default void afterDecoding(ObjectNode object) {}

    /// Fills in defaults that depend on other fields, after those of the schema. At the version of
    /// the request.
    default void afterDefaulting(ObjectNode object) {}

    /// Completes a new object before validation.
    default void prepareForCreate(RequestContext context, ObjectNode object) {}

    /// Works out, for a new object, what follows from what admission made of it.
    default void afterAdmission(RequestContext context, ObjectNode object) {}

    /// Completes a changed object before validation; `old` must not be edited.
    default void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {}

    /// Completes an object whose status was changed; `old` must not be edited.
    default void prepareForStatusUpdate(
            RequestContext context, ObjectNode object, ObjectNode old) {}

    /// Whether whoever creates an object says its status, too, as a kubelet does of its node.
    default boolean createdWithStatus() {
        return false;
    }

    /// Rules of the kind beyond its schema.
    default List<FieldError> validate(ObjectNode object) {
        return List.of();
    }

    /// The same rules for an object that is already there: what was accepted once may be forgiven.
    default List<FieldError> validate(ObjectNode object, ObjectNode old) {
        return validate(object);
    }

    /// Why nothing new may be created for the time being, or empty.
    default String whyNotCreate() {
        return "";
    }

    /// Rules about changes, such as immutable fields.
    default List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return List.of();
    }

    /// What is wrong with a name, in Kubernetes' words; empty when it is fine.
    default List<String> nameProblems(String name) {
        return Names.dns1123Subdomain(name);
    }

    /// Whether the object starts with generation 1 and counts changes of anything but metadata and
    /// status.
    default boolean hasGeneration() {
        return true;
    }

    /// Whether annotations count as well as the spec, as those do that are copied to what an object
    /// makes.
    default boolean generationCountsAnnotations() {
        return false;
    }

    /// Whether a PUT without resourceVersion replaces whatever is stored. Never for custom
    /// resources.
    default boolean allowsUnconditionalUpdate() {
        return false;
    }

    /// Whether a PUT of an object that is not there creates it. Never for custom resources.
    default boolean createdByUpdate() {
        return false;
    }

    /// Whether labels, annotations, finalizers and owners may be changed through `status`, too, as
    /// with most built-in kinds. Never for custom resources.
    default boolean statusMayChangeMetadata() {
        return false;
    }

    /// How long a deleted object stays for whoever ends what it stands for; zero for kinds that are
    /// gone at once.
    ///
    /// @param asked by the client; null when it did not say
    default long deletionGraceSeconds(ObjectNode object, @Nullable Long asked) {
        return 0;
    }

    /// Whether a deletion answers with the object, and not with a Status that names it.
    default boolean answersDeletionWithObject() {
        return false;
    }

    /// Edits an object that was just marked for deletion, such as a namespace's phase.
    default void prepareForDeletion(ObjectNode object) {}

    /// Subresources besides `status` and `scale`, by name.
    default Map<String, SubresourceHandler> subresources() {
        return Map.of();
    }

    /// What answers a create when objects of the kind are never stored; empty for stored kinds.
    default Optional<Answerer> answerer() {
        return Optional.empty();
    }

    /// Whether deleting an object may involve others that it owns. Not so for events.
    default boolean ownsDependents() {
        return true;
    }

    /// Whether dependents stay when a client deletes their owner and says nothing about them.
    default boolean orphansByDefault() {
        return false;
    }

    /// What such a client is warned of; empty for nothing.
    default String orphanWarning() {
        return "";
    }

    /// What gives objects of the kind things there is only one of, such as addresses.
    default Optional<Claimant> claimant() {
        return Optional.empty();
    }

    /// Finalizers a new object starts with, in addition to its own.
    default List<String> initialFinalizers() {
        return List.of();
    }
}
