package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Quantity;
import java.math.BigDecimal;
import java.util.List;

/// The class of a pod, by what its containers ask for and may use at most (kubernetes
/// pkg/apis/core/helper/qos).
final class QualityOfService {

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private QualityOfService() {}

    static String of(JsonNode spec) {
        boolean anything = spec.has("resources") && asksFor(spec.path("resources"));
        boolean everything = true;
        if (anything) {
            return isGuaranteed(spec.path("resources")) ? "Guaranteed" : "Burstable";
        }
        for (var list : List.of("initContainers", "containers")) {
            for (var container : spec.path(list)) {
                anything |= asksFor(container.path("resources"));
                everything &= isGuaranteed(container.path("resources"));
            }
        }
        return !anything ? "BestEffort" : everything ? "Guaranteed" : "Burstable";
    }

    private static boolean asksFor(JsonNode resources) {
        return COUNTED.stream()
                .anyMatch(
                        each ->
                                amount(resources, "requests", each).signum() > 0
                                        || amount(resources, "limits", each).signum() > 0);
    }

    private static boolean isGuaranteed(JsonNode resources) {
        return COUNTED.stream()
                .allMatch(
                        each -> {
                            var limit = amount(resources, "limits", each);
                            return limit.signum() > 0
                                    && limit.compareTo(amount(resources, "requests", each)) == 0;
                        });
    }

    private static BigDecimal amount(JsonNode resources, String list, String resource) {
        return Quantity.parse(resources.path(list).path(resource).asText())
                .map(Quantity::amount)
                .orElse(BigDecimal.ZERO);
    }
}
