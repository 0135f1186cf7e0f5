package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.Interceptor.Passage;
import dev.hanse.apiserver.admission.matching.PresentedObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One write on its way through the mutating webhooks, one after the other. In a second round only
/// those are asked again that want it (`reinvocationPolicy: IfNeeded`), were asked before, and have
/// not seen what has become of the object since.
final class MutatingPassage implements Passage {

    private final WebhookInterceptor interceptor;
    private final List<Webhook> webhooks;

    /// Asked, want to be asked again, and have seen the object as it is.
    private final Set<Webhook> upToDate = new HashSet<>();

    /// Asked, want to be asked again, and have not seen the object as it is.
    private final Set<Webhook> outdated = new HashSet<>();

    private @Nullable ObjectNode output;
    private boolean again;

    MutatingPassage(WebhookInterceptor interceptor, List<Webhook> webhooks) {
        this.interceptor = interceptor;
        this.webhooks = webhooks;
    }

    @Override
    public boolean mutate(AdmissionRequest request) {
        if (again && output != null && !output.equals(request.object())) {
            objectHasChanged();
        }
        boolean changed = false;
        for (var webhook : webhooks) {
            var presented = interceptor.match(webhook, request);
            if (presented.isEmpty() || (again && !outdated.contains(webhook))) {
                continue;
            }
            outdated.remove(webhook);
            if (ask(webhook, presented.get())) {
                objectHasChanged();
                changed = true;
            }
            if (webhook.mayBeReinvoked()) {
                upToDate.add(webhook);
            }
        }
        again = true;
        var object = request.object();
        output = object == null ? null : object.deepCopy();
        return changed;
    }

    private void objectHasChanged() {
        outdated.addAll(upToDate);
        upToDate.clear();
    }

    /// @return whether the object is another one now
    private boolean ask(Webhook webhook, PresentedObject presented) {
        var object = presented.object();
        var answered = interceptor.ask(webhook, presented, object, true);
        if (answered.isEmpty()) {
            return false;
        }
        var answer = answered.get();
        answer.warnings().forEach(presented.request().context()::warn);
        if (!answer.allowed()) {
            throw answer.denial(webhook.name());
        }
        if (answer.patch().isEmpty()) {
            return false;
        }
        if (object == null) {
            throw ApiException.internal(
                    "admission webhook \""
                            + webhook.name()
                            + "\" attempted to modify the object, which is not supported for this"
                            + " operation",
                    null);
        }
        try {
            return presented.patch(object, answer.patch());
        } catch (ApiException e) {
            throw ApiException.internal(
                    "admission webhook \""
                            + webhook.name()
                            + "\" returned a patch that cannot be applied: "
                            + reason(e.status()),
                    e);
        }
    }

    /// Patches that do not fit say why in the causes.
    private static String reason(Status status) {
        var details = status.details();
        return details == null || details.causes().isEmpty()
                ? status.message()
                : details.causes().getFirst().message();
    }
}
