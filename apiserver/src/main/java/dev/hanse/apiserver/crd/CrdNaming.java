package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceNames;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides, while a CustomResourceDefinition is written, which of its names nobody else uses.
///
/// Kubernetes leaves that to a controller, so that a definition is served some time after it was
/// created. Here a definition without conflicts is established by the write that creates it, and
/// clients find it in discovery as soon as they have the answer. [CrdController] looks again at
/// those with conflicts.
public final class CrdNaming implements AdmissionPlugin {

    private final Function<ClusterName, ApiSurface> surfaces;

    /// @param surfaces what a cluster serves at the moment
    public CrdNaming(Function<ClusterName, ApiSurface> surfaces) {
        this.surfaces = surfaces;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(Crd.RESOURCE) || request.object() == null) {
            return;
        }
        var crd = request.requireObject();
        if (!(crd.path("spec").path("names") instanceof ObjectNode wanted)) {
            return;
        }
        var used = usedByOthers(request, crd.path("spec"));
        var conflict = accept(wanted, crd.withObject("status").withObject("acceptedNames"), used);
        var now = request.context().received();
        Crd.set(crd, conflict, now);
        if (conflict.status() && !Crd.isTrue(crd, Crd.ESTABLISHED)) {
            Crd.set(
                    crd,
                    new Crd.Condition(
                            Crd.ESTABLISHED,
                            true,
                            "InitialNamesAccepted",
                            "the initial names have been accepted"),
                    now);
        } else if (!Crd.isTrue(crd, Crd.ESTABLISHED)) {
            Crd.set(
                    crd,
                    new Crd.Condition(
                            Crd.ESTABLISHED, false, "NotAccepted", "not all names are accepted"),
                    now);
        }
    }

    /// Whether a name that `crd` was given is one of `others`.
    static boolean sharesNames(KubeObject crd, ResourceNames others) {
        var accepted = crd.status().path("acceptedNames");
        var mine = new HashSet<String>();
        accepted.path("shortNames").forEach(each -> mine.add(each.asText()));
        mine.add(accepted.path("plural").asText());
        mine.add(accepted.path("singular").asText());
        mine.remove("");
        var kinds = List.of(accepted.path("kind").asText(), accepted.path("listKind").asText());
        return mine.contains(others.plural())
                || mine.contains(others.singular())
                || others.shortNames().stream().anyMatch(mine::contains)
                || kinds.contains(others.kind())
                || kinds.contains(others.listKind());
    }

    private record Used(Set<String> resources, Set<String> kinds) {}

    /// The names of every other resource of the same group, whoever brought it.
    private Used usedByOthers(AdmissionRequest request, JsonNode spec) {
        var resources = new HashSet<String>();
        var kinds = new HashSet<String>();
        var group = spec.path("group").asText();
        var own = ownPlural(request.oldObject());
        for (var each : surfaces.apply(request.cluster()).definitions()) {
            if (each.group().equals(group) && !each.names().plural().equals(own)) {
                resources.add(each.names().plural());
                resources.add(each.names().singular());
                resources.addAll(each.names().shortNames());
                kinds.add(each.names().kind());
                kinds.add(each.names().listKind());
            }
        }
        return new Used(resources, kinds);
    }

    /// The resource that the definition is already serving, or the empty string.
    private static String ownPlural(@Nullable KubeObject old) {
        return old != null && Crd.isTrue(old.json(), Crd.ESTABLISHED)
                ? old.status().path("acceptedNames").path("plural").asText()
                : "";
    }

    /// Moves every wanted name that is free into `accepted`.
    ///
    /// @return the condition that says whether all were
    private static Crd.Condition accept(ObjectNode wanted, ObjectNode accepted, Used used) {
        var conflict =
                new Crd.Condition(Crd.NAMES_ACCEPTED, true, "NoConflicts", "no conflicts found");
        for (var field : List.of("plural", "singular", "kind", "listKind")) {
            var name = wanted.path(field).asText();
            var taken = field.endsWith("ind") ? used.kinds() : used.resources();
            if (taken.contains(name) && !name.equals(accepted.path(field).asText())) {
                conflict = conflict(field, List.of(name));
                if (!accepted.has(field)) {
                    // Not the name, but the field is there in Kubernetes, and required.
                    accepted.put(field, "");
                }
            } else {
                accepted.put(field, name);
            }
        }
        var shortNames = new ArrayList<String>();
        for (var each : wanted.path("shortNames")) {
            if (used.resources().contains(each.asText())
                    && !contains(accepted.path("shortNames"), each)) {
                shortNames.add(each.asText());
            }
        }
        if (!shortNames.isEmpty()) {
            conflict = conflict("shortNames", shortNames);
        } else {
            copy(wanted, accepted, "shortNames");
        }
        copy(wanted, accepted, "categories");
        return conflict;
    }

    private static Crd.Condition conflict(String field, List<String> names) {
        var reason = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
        var texts = names.stream().map(each -> '"' + each + "\" is already in use").toList();
        return new Crd.Condition(
                Crd.NAMES_ACCEPTED,
                false,
                reason + "Conflict",
                texts.size() == 1 ? texts.getFirst() : texts.toString());
    }

    private static void copy(ObjectNode from, ObjectNode to, String field) {
        if (from.path(field).isEmpty()) {
            to.remove(field);
        } else {
            to.set(field, from.path(field).deepCopy());
        }
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (var each : array) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
