package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.matching.MatchCriteria;
import dev.hanse.machinery.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a policy counts, and with which parameters.
///
/// @param criteria null when the policy's own are enough
/// @param paramRef as written; missing when there is none
/// @param actions of validation: `Deny`, `Warn`, `Audit`
record PolicyBinding(
        String name, @Nullable MatchCriteria criteria, JsonNode paramRef, List<String> actions) {

    PolicyBinding {
        actions = List.copyOf(actions);
    }

    static PolicyBinding parse(KubeObject object) {
        var spec = object.json().path("spec");
        var resources = spec.path("matchResources");
        var actions = new ArrayList<String>();
        spec.path("validationActions").forEach(each -> actions.add(each.asText()));
        return new PolicyBinding(
                object.name(),
                resources.isObject() ? MatchCriteria.ofBinding(resources) : null,
                spec.path("paramRef"),
                actions);
    }
}
