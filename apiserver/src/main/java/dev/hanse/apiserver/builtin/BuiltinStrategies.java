package dev.hanse.apiserver.builtin;

import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.GroupResource;
import java.util.Map;

/// The built-in kinds that need more than their schema says, and what they need.
final class BuiltinStrategies {

    private BuiltinStrategies() {}

    static Map<GroupResource, Strategy> all() {
        return Map.of(
                new GroupResource("", "namespaces"), new NamespaceStrategy(),
                new GroupResource("", "configmaps"), new ConfigMapStrategy(),
                new GroupResource("", "secrets"), new SecretStrategy(),
                new GroupResource("", "events"), new EventStrategy(),
                new GroupResource("events.k8s.io", "events"), new EventStrategy(),
                new GroupResource("coordination.k8s.io", "leases"), new LeaseStrategy(),
                new GroupResource("networking.k8s.io", "servicecidrs"), new ServiceCidrStrategy(),
                new GroupResource("certificates.k8s.io", "certificatesigningrequests"),
                        new CertificateSigningRequestStrategy());
    }
}
