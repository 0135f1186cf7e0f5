package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.Interceptor;
import dev.hanse.apiserver.admission.Jurisdictions;
import dev.hanse.apiserver.admission.matching.AdmissionVariables;
import dev.hanse.apiserver.admission.matching.MatchConditions.Verdict;
import dev.hanse.apiserver.admission.matching.NamespaceLabels;
import dev.hanse.apiserver.admission.matching.PresentedObject;
import dev.hanse.apiserver.admission.matching.RequestAuthorizer;
import dev.hanse.apiserver.admission.matching.RequestDescription;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.outbound.Endpoints;
import dev.hanse.apiserver.outbound.Outbound;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.cel.CelConditions;
import dev.hanse.machinery.status.ApiException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the webhooks that a cluster has configured: mutating ones in turn, validating ones all at
/// once. Thread-safe.
public final class WebhookInterceptor implements Interceptor {

    private static final Logger log = LoggerFactory.getLogger(WebhookInterceptor.class);
    private static final int CLUSTERS_AT_HAND = 20_000;

    private final ClusterCache<Webhooks> webhooks;
    private final Jurisdictions jurisdictions;
    private final NamespaceLabels namespaces;
    private final Authorizer authorizer;
    private final WebhookCalls calls;
    private final boolean showCluster;

    /// @param language of match conditions
    /// @param authorizer answers what match conditions ask of it
    /// @param showCluster whether objects say which logical cluster they are in
    public WebhookInterceptor(
            StoredObjects objects,
            CelConditions language,
            Jurisdictions jurisdictions,
            Authorizer authorizer,
            Outbound outbound,
            Clock clock,
            boolean showCluster) {
        this.webhooks = Webhooks.cache(objects, language, CLUSTERS_AT_HAND);
        this.jurisdictions = jurisdictions;
        this.namespaces = new NamespaceLabels(objects);
        this.authorizer = authorizer;
        this.calls = new WebhookCalls(outbound, new Endpoints(objects), clock);
        this.showCluster = showCluster;
    }

    @Override
    public Optional<Passage> enter(AdmissionRequest request) {
        var configured = configured(request).mutating();
        return configured.isEmpty()
                ? Optional.empty()
                : Optional.of(new MutatingPassage(this, configured));
    }

    @Override
    public void validate(AdmissionRequest request) {
        var asked = new ArrayList<Callable<List<String>>>();
        for (var webhook : configured(request).validating()) {
            match(webhook, request)
                    .ifPresent(presented -> asked.add(() -> validate(webhook, presented)));
        }
        for (var warnings : answers(asked)) {
            warnings.forEach(request.context()::warn);
        }
    }

    /// @return warnings for the client
    private List<String> validate(Webhook webhook, PresentedObject presented) {
        return ask(webhook, presented, presented.object(), false)
                .map(
                        answer -> {
                            if (!answer.allowed()) {
                                throw answer.denial(webhook.name());
                            }
                            return answer.warnings();
                        })
                .orElse(List.of());
    }

    /// All answers; the first no in the order of the webhooks is the one that counts, so that
    /// clients are told the same every time.
    private static List<List<String>> answers(List<Callable<List<String>>> asked) {
        if (asked.isEmpty()) {
            return List.of();
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<List<String>>();
            for (Future<List<String>> each : threads.invokeAll(asked)) {
                all.add(each.get());
            }
            return all;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ApiException.timeout("request did not complete within requested timeout");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    private Webhooks configured(AdmissionRequest request) {
        return jurisdictions.of(request).map(webhooks::get).orElse(Webhooks.NONE);
    }

    /// How the webhook sees the write, if it wants to see it.
    Optional<PresentedObject> match(Webhook webhook, AdmissionRequest request) {
        return webhook.criteria()
                .version(request, namespaces)
                .map(version -> new PresentedObject(request, version, showCluster))
                .filter(presented -> meetsConditions(webhook, presented));
    }

    private boolean meetsConditions(Webhook webhook, PresentedObject presented) {
        if (webhook.conditions().isEmpty()) {
            return true;
        }
        var request = presented.request();
        JsonNode description = RequestDescription.of(request, presented.version());
        var values = AdmissionVariables.values(presented.object(), presented.old(), description);
        return switch (webhook.conditions()
                .judge(values, new RequestAuthorizer(authorizer, request))) {
            case Verdict.Matches() -> true;
            case Verdict.Excludes() -> false;
            case Verdict.Unknown(var reason) -> {
                if (webhook.ignoresFailures()) {
                    yield false;
                }
                throw ApiException.forbidden(
                        request.resource().groupResource(),
                        request.name(),
                        "match conditions of webhook \"" + webhook.name() + "\": " + reason);
            }
        };
    }

    /// @param object as the webhook is to see it
    /// @return empty when the webhook has failed and its configuration does not mind
    Optional<ReviewAnswer> ask(
            Webhook webhook,
            PresentedObject presented,
            @Nullable JsonNode object,
            boolean mutating) {
        try {
            return Optional.of(
                    calls.ask(
                            webhook,
                            presented.request(),
                            presented.version(),
                            object,
                            presented.old(),
                            mutating));
        } catch (WebhookFailedException e) {
            if (!webhook.ignoresFailures()) {
                throw ApiException.internal(
                        "failed calling webhook \"" + webhook.name() + "\": " + e.getMessage(), e);
            }
            log.atDebug()
                    .addKeyValue("cluster", webhook.cluster())
                    .addKeyValue("name", webhook.configuration() + "/" + webhook.name())
                    .addKeyValue("error", e.getMessage())
                    .log("failed calling webhook, failing open");
            return Optional.empty();
        }
    }
}
