package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.format.IpAddress;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// ServiceCIDRs, the ranges that addresses of services come from: one range, or one of each IP
/// family. A range may join one of the other family, and otherwise none ever changes.
final class ServiceCidrStrategy implements Strategy {

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var cidrs = cidrs(object);
        if (cidrs.isEmpty()) {
            return List.of(FieldError.required("spec.cidrs", "at least one CIDR required"));
        }
        if (cidrs.size() > 2) {
            return List.of(FieldError.invalid("spec.cidrs", cidrs, "may only hold up to 2 values"));
        }
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < cidrs.size(); i++) {
            var cidr = cidrs.get(i);
            for (var problem : IpAddress.Network.problems(cidr.asText())) {
                errors.add(FieldError.invalid("spec.cidrs[" + i + "]", cidr, problem));
            }
        }
        if (cidrs.size() == 2 && version4(cidrs.get(0)) == version4(cidrs.get(1))) {
            errors.add(
                    FieldError.invalid(
                            "spec.cidrs",
                            cidrs,
                            "may specify no more than one IP for each IP family, i.e"
                                    + " 192.168.0.0/24 and 2001:db8::/64"));
        }
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var now = cidrs(object);
        var before = cidrs(old);
        if (now.size() != before.size() && (before.size() != 1 || now.size() != 2)) {
            return List.of(FieldError.invalid("spec.cidrs", now, "field is immutable"));
        }
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < before.size(); i++) {
            if (!now.get(i).equals(before.get(i))) {
                errors.add(
                        FieldError.invalid(
                                "spec.cidrs[" + i + "]", now.get(i), "field is immutable"));
            }
        }
        return errors;
    }

    private static JsonNode cidrs(ObjectNode object) {
        return object.path("spec").path("cidrs");
    }

    private static boolean version4(JsonNode cidr) {
        return cidr.asText().indexOf(':') < 0;
    }
}
