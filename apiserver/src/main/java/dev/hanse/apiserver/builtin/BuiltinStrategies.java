package dev.hanse.apiserver.builtin;

import static java.util.Map.entry;

import dev.hanse.apiserver.builtin.network.IngressStrategy;
import dev.hanse.apiserver.builtin.network.NetworkPolicyStrategy;
import dev.hanse.apiserver.builtin.volume.ClaimStrategy;
import dev.hanse.apiserver.builtin.volume.StorageClassStrategy;
import dev.hanse.apiserver.builtin.volume.VolumeStrategy;
import dev.hanse.apiserver.builtin.workload.AutoscalerStrategy;
import dev.hanse.apiserver.builtin.workload.CronJobStrategy;
import dev.hanse.apiserver.builtin.workload.DaemonSetStrategy;
import dev.hanse.apiserver.builtin.workload.DeploymentStrategy;
import dev.hanse.apiserver.builtin.workload.DisruptionBudgetStrategy;
import dev.hanse.apiserver.builtin.workload.JobStrategy;
import dev.hanse.apiserver.builtin.workload.NodeStrategy;
import dev.hanse.apiserver.builtin.workload.PodStrategy;
import dev.hanse.apiserver.builtin.workload.PodTemplateStrategy;
import dev.hanse.apiserver.builtin.workload.PriorityClassStrategy;
import dev.hanse.apiserver.builtin.workload.ReplicaSetStrategy;
import dev.hanse.apiserver.builtin.workload.ReplicationControllerStrategy;
import dev.hanse.apiserver.builtin.workload.StatefulSetStrategy;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.GroupResource;
import java.util.Map;

/// The built-in kinds that need more than their schema says, and what they need.
final class BuiltinStrategies {

    private BuiltinStrategies() {}

    static Map<GroupResource, Strategy> all() {
        return Map.ofEntries(
                of("", "namespaces", new NamespaceStrategy()),
                of("", "configmaps", new ConfigMapStrategy()),
                of("", "secrets", new SecretStrategy()),
                of("", "events", new EventStrategy()),
                of("events.k8s.io", "events", new EventStrategy()),
                of("coordination.k8s.io", "leases", new LeaseStrategy()),
                of(
                        "certificates.k8s.io",
                        "certificatesigningrequests",
                        new CertificateSigningRequestStrategy()),
                of("networking.k8s.io", "servicecidrs", new ServiceCidrStrategy()),
                of("", "persistentvolumes", new VolumeStrategy()),
                of("", "persistentvolumeclaims", new ClaimStrategy()),
                of("storage.k8s.io", "storageclasses", new StorageClassStrategy()),
                of("networking.k8s.io", "ingresses", new IngressStrategy()),
                of("networking.k8s.io", "networkpolicies", new NetworkPolicyStrategy()),
                of("", "nodes", new NodeStrategy()),
                of("", "pods", new PodStrategy()),
                of("", "podtemplates", new PodTemplateStrategy()),
                of("", "replicationcontrollers", new ReplicationControllerStrategy()),
                of("apps", "deployments", new DeploymentStrategy()),
                of("apps", "replicasets", new ReplicaSetStrategy()),
                of("apps", "daemonsets", new DaemonSetStrategy()),
                of("apps", "statefulsets", new StatefulSetStrategy()),
                of("batch", "jobs", new JobStrategy()),
                of("batch", "cronjobs", new CronJobStrategy()),
                of("autoscaling", "horizontalpodautoscalers", new AutoscalerStrategy()),
                of("policy", "poddisruptionbudgets", new DisruptionBudgetStrategy()),
                of("scheduling.k8s.io", "priorityclasses", new PriorityClassStrategy()));
    }

    private static Map.Entry<GroupResource, Strategy> of(
            String group, String resource, Strategy strategy) {
        return entry(new GroupResource(group, resource), strategy);
    }
}
