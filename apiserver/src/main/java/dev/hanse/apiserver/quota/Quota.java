package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;
import java.util.Set;

/// A ResourceQuota, as it is stored.
record Quota(KubeObject object) {

    String name() {
        return object.name();
    }

    /// What is enforced: what the controller has taken over from the specification.
    Amounts hard() {
        return Amounts.of(object.status().path("hard"));
    }

    Amounts used() {
        return Amounts.of(object.status().path("used"));
    }

    Amounts wanted() {
        return Amounts.of(object.spec().path("hard"));
    }

    List<Scope> scopes() {
        return Scope.of(object.spec());
    }

    /// Whether status answers everything that the specification asks.
    boolean isSettled() {
        return hard().equals(wanted()) && used().byName().keySet().equals(hard().byName().keySet());
    }

    /// What the quota limits of objects like this one; empty when it is none of its business.
    Set<String> limits(Meter meter, JsonNode object) {
        var names = meter.matching(hard().byName().keySet());
        return names.isEmpty() || scopes().stream().allMatch(each -> meter.isIn(each, object))
                ? names
                : Set.of();
    }

    KubeObject withUsed(Amounts used) {
        return withStatus(hard(), used);
    }

    KubeObject withStatus(Amounts hard, Amounts used) {
        return object.with(
                json -> {
                    var status = json.putObject("status");
                    status.set("hard", hard.toJson());
                    status.set("used", used.toJson());
                });
    }
}
