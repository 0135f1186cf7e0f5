package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.object.Quantity;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a ResourceQuota may ask for: names that mean something, whole numbers of what is counted.
public final class QuotaStrategy implements Strategy {

    private static final Set<String> COUNTED =
            Set.of(
                    "pods",
                    "services",
                    "replicationcontrollers",
                    "resourcequotas",
                    "secrets",
                    "configmaps",
                    "persistentvolumeclaims",
                    "services.nodeports",
                    "services.loadbalancers");
    private static final Set<String> MEASURED =
            Set.of(
                    "cpu",
                    "memory",
                    "ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.storage",
                    "requests.ephemeral-storage",
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage");

    public static Map<GroupResource, Strategy> byResource() {
        return Map.of(QuotaLedger.QUOTAS, new QuotaStrategy());
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var spec = object.path("spec");
        amounts("spec.hard", spec.path("hard"), errors);
        ScopeRules.check(spec, errors);
        var status = object.path("status");
        amounts("status.hard", status.path("hard"), errors);
        amounts("status.used", status.path("used"), errors);
        return errors;
    }

    private static void amounts(String path, JsonNode list, List<FieldError> errors) {
        for (var each : list.properties()) {
            var name = each.getKey();
            var field = path + "[" + name + "]";
            for (var problem : wrongWith(name)) {
                errors.add(FieldError.invalid(field, name, problem));
            }
            Quantity.parse(each.getValue().asText())
                    .ifPresent(amount -> amount(field, name, amount, errors));
        }
    }

    private static List<String> wrongWith(String name) {
        var problems = Names.qualifiedName(name);
        if (!problems.isEmpty() || name.contains("/") || isStandard(name)) {
            return problems;
        }
        return name.equals("storage")
                ? List.of("must be a standard resource for quota")
                : List.of(
                        "must be a standard resource type or fully qualified",
                        "must be a standard resource for quota");
    }

    static boolean isStandard(String name) {
        return COUNTED.contains(name)
                || MEASURED.contains(name)
                || name.startsWith("hugepages-")
                || name.startsWith("requests.hugepages-");
    }

    private static void amount(
            String field, String name, Quantity amount, List<FieldError> errors) {
        if (amount.signum() < 0) {
            errors.add(
                    FieldError.invalid(
                            field, amount.toString(), "must be greater than or equal to 0"));
        }
        // Of what has a domain, too, there are only whole ones.
        boolean whole =
                COUNTED.contains(name)
                        || (name.contains("/")
                                && !name.startsWith("requests.")
                                && !name.contains("kubernetes.io/"));
        if (whole && amount.amount().stripTrailingZeros().scale() > 0) {
            errors.add(FieldError.invalid(field, amount.toString(), "must be an integer"));
        }
    }
}
