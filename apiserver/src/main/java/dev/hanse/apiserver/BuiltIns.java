package dev.hanse.apiserver;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.Interceptor;
import dev.hanse.apiserver.admission.Jurisdictions;
import dev.hanse.apiserver.admission.NamespaceLifecycle;
import dev.hanse.apiserver.admission.cluster.ClusterAdmission;
import dev.hanse.apiserver.admission.matching.AdmissionVariables;
import dev.hanse.apiserver.admission.policy.MutatingPolicies;
import dev.hanse.apiserver.admission.policy.ParameterAccess;
import dev.hanse.apiserver.admission.policy.PolicyMatching;
import dev.hanse.apiserver.admission.policy.PolicyPrograms;
import dev.hanse.apiserver.admission.policy.PolicyStrategy;
import dev.hanse.apiserver.admission.policy.ValidatingPolicies;
import dev.hanse.apiserver.admission.webhook.WebhookConfigurationStrategy;
import dev.hanse.apiserver.admission.webhook.WebhookInterceptor;
import dev.hanse.apiserver.aggregation.ApiServiceStrategy;
import dev.hanse.apiserver.authz.AccessReviews;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.AuthorizerChain;
import dev.hanse.apiserver.authz.EscalationCheck;
import dev.hanse.apiserver.authz.RbacStrategies;
import dev.hanse.apiserver.authz.SignerCheck;
import dev.hanse.apiserver.builtin.BuiltinSource;
import dev.hanse.apiserver.builtin.network.ServiceClaims;
import dev.hanse.apiserver.builtin.network.ServiceStrategy;
import dev.hanse.apiserver.builtin.workload.PodSubresources;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.crd.CrdNaming;
import dev.hanse.apiserver.crd.CrdSource;
import dev.hanse.apiserver.crd.CrdStrategy;
import dev.hanse.apiserver.discovery.VersionInfo;
import dev.hanse.apiserver.limits.LimitRangeStrategy;
import dev.hanse.apiserver.limits.LimitRanger;
import dev.hanse.apiserver.quota.QuotaStrategy;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// What every server serves and checks, whatever is added to it.
final class BuiltIns {

    private BuiltIns() {}

    /// The built-in kinds of the server's profile.
    static ResourceSource source(
            ServerFoundation foundation,
            AuthorizerChain authorizer,
            Credentials credentials,
            Supplier<ObjectClient> client,
            PolicyPrograms programs) {
        Map<GroupResource, Strategy> strategies = new HashMap<>();
        strategies.putAll(
                AccessReviews.strategies(
                        authorizer,
                        foundation.rbac(),
                        credentials.bearerTokens(),
                        foundation.serviceAccounts().audiences()));
        strategies.putAll(RbacStrategies.all());
        strategies.putAll(QuotaStrategy.byResource());
        strategies.putAll(LimitRangeStrategy.byResource());
        strategies.put(
                new GroupResource("", "services"),
                new ServiceStrategy(
                        new ServiceClaims(
                                foundation.objects(),
                                foundation.config().services(),
                                new SecureRandom(),
                                foundation.clock())));
        strategies.put(new GroupResource("", "bindings"), PodSubresources.bindings(client));
        strategies.putAll(CrdStrategy.byResource(foundation.schemas()));
        strategies.putAll(
                WebhookConfigurationStrategy.byResource(
                        AdmissionVariables.language(foundation.schemas())));
        strategies.putAll(PolicyStrategy.byResource(programs));
        strategies.putAll(ApiServiceStrategy.byResource());
        return new BuiltinSource(
                foundation.config().profile(),
                foundation.schemas(),
                foundation.clock(),
                VersionInfo.CURRENT.gitVersion(),
                new BuiltinSource.Additions(
                        strategies,
                        Map.of(
                                new GroupResource("", "serviceaccounts"),
                                Map.of("token", credentials.tokenRequests()),
                                new GroupResource("", "pods"),
                                PodSubresources.all(client),
                                new GroupResource("", "nodes"),
                                Map.of("proxy", PodSubresources.nodeProxy(client)),
                                new GroupResource("", "services"),
                                Map.of("proxy", PodSubresources.serviceProxy(client)))));
    }

    static ResourceSource customResources(ServerFoundation foundation) {
        return new CrdSource(foundation.objects(), foundation.crdCompiler());
    }

    /// What users configure to judge writes: policies before webhooks.
    static List<Interceptor> interceptors(
            ServerFoundation foundation,
            Jurisdictions jurisdictions,
            Authorizer authorizer,
            Function<ClusterName, ApiSurface> surfaces,
            PolicyPrograms programs) {
        boolean showCluster = foundation.config().hostsManyClusters();
        var matching =
                new PolicyMatching(
                        foundation.objects(),
                        programs,
                        jurisdictions,
                        surfaces,
                        authorizer,
                        showCluster);
        return List.of(
                new MutatingPolicies(matching),
                new ValidatingPolicies(matching),
                new WebhookInterceptor(
                        foundation.objects(),
                        AdmissionVariables.language(foundation.schemas()),
                        jurisdictions,
                        authorizer,
                        foundation.outbound(),
                        foundation.clock(),
                        showCluster));
    }

    static List<AdmissionPlugin> admission(
            ServerFoundation foundation,
            AuthorizerChain authorizer,
            Function<ClusterName, ApiSurface> surfaces) {
        var plugins = new ArrayList<AdmissionPlugin>();
        if (!foundation.config().hostsManyClusters()) {
            // With many clusters, whoever knows their lifecycle adds it.
            plugins.add(new NamespaceLifecycle(foundation.objects(), _ -> false));
        }
        plugins.add(new LimitRanger(foundation.objects()));
        if (foundation.config().profile() == Profile.KUBERNETES) {
            plugins.addAll(ClusterAdmission.plugins(foundation.objects(), new SecureRandom()));
        }
        plugins.add(new EscalationCheck(foundation.rbac(), authorizer));
        plugins.add(new SignerCheck(authorizer));
        plugins.add(new CreatePermission(authorizer));
        plugins.add(new ParameterAccess(foundation.objects(), authorizer, surfaces));
        plugins.add(new CrdNaming(surfaces));
        return plugins;
    }
}
