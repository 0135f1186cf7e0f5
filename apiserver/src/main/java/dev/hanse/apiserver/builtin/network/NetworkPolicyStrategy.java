package dev.hanse.apiserver.builtin.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// NetworkPolicies: rules for traffic in, and for traffic out only if they say so.
public final class NetworkPolicyStrategy implements Strategy {

    @Override
    public void afterDefaulting(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        if (spec.path("policyTypes").isEmpty()) {
            var types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        SelectorRules.syntax(spec.path("podSelector"), "spec.podSelector", checks);
        for (var direction : List.of("ingress", "egress")) {
            var rules = spec.path(direction);
            for (int i = 0; i < rules.size(); i++) {
                var ports = rules.get(i).path("ports");
                for (int j = 0; j < ports.size(); j++) {
                    if (ports.get(j).has("port")) {
                        checks.portOrName(
                                ports.get(j).path("port"),
                                "spec.%s[%d].ports[%d].port".formatted(direction, i, j));
                    }
                }
            }
        }
        return checks.errors();
    }
}
