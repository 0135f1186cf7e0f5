package dev.hanse.kinds.protobuf;

import static dev.hanse.kinds.protobuf.TypedMessages.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.Yaml;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apiextensions;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Rbac;
import org.junit.jupiter.api.Test;

class ProtobufDecoderTest {

    @Test
    void configMapsHaveTextAndBytes() {
        var map =
                V1.ConfigMap.newBuilder()
                        .setMetadata(named("settings"))
                        .putData("colour", "blue")
                        .putData("empty", "")
                        .putBinaryData("raw", ByteString.copyFrom(new byte[] {0, (byte) 0xff}))
                        .setImmutable(false)
                        .build();

        assertDecodes(
                "v1",
                map,
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {colour: blue, empty: ""}
                binaryData: {raw: AP8=}
                immutable: false
                """);
    }

    @Test
    void secretsAreBase64() {
        var secret =
                V1.Secret.newBuilder()
                        .setMetadata(named("key"))
                        .putData("password", ByteString.copyFromUtf8("hunter2"))
                        .setType("Opaque")
                        .build();

        assertDecodes(
                "v1",
                secret,
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: key}
                data: {password: aHVudGVyMg==}
                type: Opaque
                """);
    }

    @Test
    void whatGoWritesForUnsetFieldsIsLeftOut() {
        var metadata =
                ObjectMeta.newBuilder()
                        .setName("prod")
                        .setGenerateName("")
                        .setNamespace("")
                        .setSelfLink("")
                        .setUid("")
                        .setResourceVersion("")
                        .setGeneration(0)
                        .setCreationTimestamp(Meta.Time.getDefaultInstance());
        var namespace =
                V1.Namespace.newBuilder()
                        .setMetadata(metadata)
                        .setSpec(V1.NamespaceSpec.getDefaultInstance())
                        .setStatus(V1.NamespaceStatus.newBuilder().setPhase(""))
                        .build();

        assertDecodes(
                "v1",
                namespace,
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: prod}
                spec: {}
                status: {}
                """);
    }

    @Test
    void zerosGoHoldsByPointerWereMeant() {
        var metadata =
                ObjectMeta.newBuilder()
                        .setName("builder")
                        .setDeletionGracePeriodSeconds(0)
                        .addOwnerReferences(
                                Meta.OwnerReference.newBuilder()
                                        .setApiVersion("v1")
                                        .setKind("Pod")
                                        .setName("p")
                                        .setUid("")
                                        .setController(false));
        var account =
                V1.ServiceAccount.newBuilder()
                        .setMetadata(metadata)
                        .setAutomountServiceAccountToken(false)
                        .build();

        assertDecodes(
                "v1",
                account,
                """
                apiVersion: v1
                kind: ServiceAccount
                metadata:
                  name: builder
                  deletionGracePeriodSeconds: 0
                  ownerReferences:
                    - {apiVersion: v1, kind: Pod, name: p, uid: "", controller: false}
                automountServiceAccountToken: false
                """);
    }

    @Test
    void rolesAndTheirBindings() {
        var role =
                V1Rbac.Role.newBuilder()
                        .setMetadata(named("reader"))
                        .addRules(
                                V1Rbac.PolicyRule.newBuilder()
                                        .addVerbs("get")
                                        .addVerbs("list")
                                        .addApiGroups("")
                                        .addResources("pods"))
                        .build();
        var binding =
                V1Rbac.ClusterRoleBinding.newBuilder()
                        .setMetadata(named("readers"))
                        .addSubjects(
                                V1Rbac.Subject.newBuilder()
                                        .setKind("User")
                                        .setApiGroup("rbac.authorization.k8s.io")
                                        .setName("ann")
                                        .setNamespace(""))
                        .setRoleRef(
                                V1Rbac.RoleRef.newBuilder()
                                        .setApiGroup("rbac.authorization.k8s.io")
                                        .setKind("ClusterRole")
                                        .setName("reader"))
                        .build();

        assertDecodes(
                "rbac.authorization.k8s.io/v1",
                role,
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: reader}
                rules: [{verbs: [get, list], apiGroups: [""], resources: [pods]}]
                """);
        assertDecodes(
                "rbac.authorization.k8s.io/v1",
                binding,
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: readers}
                subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: ann}]
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
                """);
    }

    @Test
    void timesAreSecondsOrMicroseconds() {
        var lease =
                V1Coordination.Lease.newBuilder()
                        .setMetadata(
                                named("leader")
                                        .setCreationTimestamp(
                                                Meta.Time.newBuilder()
                                                        .setSeconds(1_700_000_000)
                                                        .setNanos(999)))
                        .setSpec(
                                V1Coordination.LeaseSpec.newBuilder()
                                        .setHolderIdentity("")
                                        .setLeaseTransitions(0)
                                        .setRenewTime(
                                                Meta.MicroTime.newBuilder()
                                                        .setSeconds(0)
                                                        .setNanos(1_000)))
                        .build();

        assertDecodes(
                "coordination.k8s.io/v1",
                lease,
                """
                apiVersion: coordination.k8s.io/v1
                kind: Lease
                metadata: {name: leader, creationTimestamp: "2023-11-14T22:13:20Z"}
                spec:
                  holderIdentity: ""
                  leaseTransitions: 0
                  renewTime: "1970-01-01T00:00:00.000001Z"
                """);
    }

    @Test
    void eventsKeepWhatTheSchemaRequires() {
        var event =
                V1.Event.newBuilder()
                        .setMetadata(named("e"))
                        .setInvolvedObject(V1.ObjectReference.newBuilder().setKind("Pod"))
                        .setReason("Started")
                        .setCount(0)
                        .setReportingComponent("")
                        .setReportingInstance("")
                        .build();

        assertDecodes(
                "v1",
                event,
                """
                apiVersion: v1
                kind: Event
                metadata: {name: e}
                involvedObject: {kind: Pod}
                reason: Started
                reportingComponent: ""
                reportingInstance: ""
                """);
    }

    @Test
    void reviewsAndRequests() {
        var review =
                V1Authorization.SubjectAccessReview.newBuilder()
                        .setSpec(
                                V1Authorization.SubjectAccessReviewSpec.newBuilder()
                                        .setUser("ann")
                                        .putExtra(
                                                "scopes",
                                                V1Authorization.ExtraValue.newBuilder()
                                                        .addItems("read")
                                                        .build())
                                        .putExtra(
                                                "none",
                                                V1Authorization.ExtraValue.getDefaultInstance())
                                        .setResourceAttributes(
                                                V1Authorization.ResourceAttributes.newBuilder()
                                                        .setVerb("get")
                                                        .setGroup("")
                                                        .setResource("pods")))
                        .setStatus(
                                V1Authorization.SubjectAccessReviewStatus.newBuilder()
                                        .setAllowed(false))
                        .build();
        var token =
                V1Authentication.TokenRequest.newBuilder()
                        .setSpec(
                                V1Authentication.TokenRequestSpec.newBuilder()
                                        .addAudiences("vault")
                                        .setExpirationSeconds(600))
                        .build();
        var certificate =
                V1Certificates.CertificateSigningRequest.newBuilder()
                        .setMetadata(named("ann"))
                        .setSpec(
                                V1Certificates.CertificateSigningRequestSpec.newBuilder()
                                        .setRequest(ByteString.copyFromUtf8("PEM"))
                                        .setSignerName("example.com/x")
                                        .addUsages("client auth"))
                        .build();

        assertDecodes(
                "authorization.k8s.io/v1",
                review,
                """
                apiVersion: authorization.k8s.io/v1
                kind: SubjectAccessReview
                spec:
                  user: ann
                  extra: {scopes: [read], none: []}
                  resourceAttributes: {verb: get, resource: pods}
                status: {allowed: false}
                """);
        assertDecodes(
                "authentication.k8s.io/v1",
                token,
                """
                apiVersion: authentication.k8s.io/v1
                kind: TokenRequest
                spec: {audiences: [vault], expirationSeconds: 600}
                """);
        assertDecodes(
                "certificates.k8s.io/v1",
                certificate,
                """
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                metadata: {name: ann}
                spec: {request: UEVN, signerName: example.com/x, usages: [client auth]}
                """);
    }

    @Test
    void deleteOptionsComeInEveryGroupVersion() {
        var options =
                Meta.DeleteOptions.newBuilder()
                        .setGracePeriodSeconds(0)
                        .setPropagationPolicy("Foreground")
                        .setPreconditions(Meta.Preconditions.newBuilder().setUid("u"))
                        .build();

        assertDecodes(
                "apps/v1",
                options,
                """
                apiVersion: apps/v1
                kind: DeleteOptions
                gracePeriodSeconds: 0
                propagationPolicy: Foreground
                preconditions: {uid: u}
                """);
    }

    @Test
    void embeddedStructsAreFlattened() {
        var container =
                V1.Container.newBuilder()
                        .setName("app")
                        .setStdin(false)
                        .addEnv(
                                V1.EnvVar.newBuilder()
                                        .setName("TOKEN")
                                        .setValueFrom(
                                                V1.EnvVarSource.newBuilder()
                                                        .setSecretKeyRef(
                                                                V1.SecretKeySelector.newBuilder()
                                                                        .setLocalObjectReference(
                                                                                local("s"))
                                                                        .setKey("k")
                                                                        .setOptional(false))))
                        .setLivenessProbe(
                                V1.Probe.newBuilder()
                                        .setHandler(
                                                V1.ProbeHandler.newBuilder()
                                                        .setHttpGet(
                                                                V1.HTTPGetAction.newBuilder()
                                                                        .setPath("/healthz")
                                                                        .setPort(name("web"))))
                                        .setPeriodSeconds(5))
                        .setResources(
                                V1.ResourceRequirements.newBuilder()
                                        .putLimits(
                                                "cpu",
                                                Quantity.newBuilder().setString("100m").build()));
        var pod =
                V1.Pod.newBuilder()
                        .setMetadata(named("web"))
                        .setSpec(
                                V1.PodSpec.newBuilder()
                                        .addContainers(container)
                                        .addVolumes(
                                                V1.Volume.newBuilder()
                                                        .setName("scratch")
                                                        .setVolumeSource(
                                                                V1.VolumeSource.newBuilder()
                                                                        .setEmptyDir(emptyDir())))
                                        .setHostNetwork(false)
                                        .setTerminationGracePeriodSeconds(0))
                        .build();

        assertDecodes(
                "v1",
                pod,
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                    - name: app
                      env:
                        - name: TOKEN
                          valueFrom: {secretKeyRef: {name: s, key: k, optional: false}}
                      livenessProbe: {httpGet: {path: /healthz, port: web}, periodSeconds: 5}
                      resources: {limits: {cpu: 100m}}
                  volumes: [{name: scratch, emptyDir: {}}]
                  terminationGracePeriodSeconds: 0
                """);
    }

    @Test
    void deploymentsMayHaveNoReplicas() {
        var deployment =
                V1Apps.Deployment.newBuilder()
                        .setMetadata(named("idle"))
                        .setSpec(
                                V1Apps.DeploymentSpec.newBuilder()
                                        .setReplicas(0)
                                        .setMinReadySeconds(0)
                                        .setPaused(false)
                                        .setSelector(Meta.LabelSelector.getDefaultInstance())
                                        .setStrategy(
                                                V1Apps.DeploymentStrategy.newBuilder()
                                                        .setType("RollingUpdate")
                                                        .setRollingUpdate(
                                                                V1Apps.RollingUpdateDeployment
                                                                        .newBuilder()
                                                                        .setMaxSurge(name("25%"))
                                                                        .setMaxUnavailable(
                                                                                number(0)))))
                        .build();

        assertDecodes(
                "apps/v1",
                deployment,
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: idle}
                spec:
                  replicas: 0
                  selector: {}
                  strategy:
                    type: RollingUpdate
                    rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}
                """);
    }

    @Test
    void schemasOfCustomResourcesAreTheirOwnJson() {
        var schema =
                V1Apiextensions.JSONSchemaProps.newBuilder()
                        .setType("object")
                        .setRef("#/x")
                        .setXKubernetesPreserveUnknownFields(false)
                        .setMaximum(1.0)
                        .setMinimum(0.5)
                        .setDefault(
                                V1Apiextensions.JSON
                                        .newBuilder()
                                        .setRaw(ByteString.copyFromUtf8("{\"a\":[1]}")))
                        .setAdditionalProperties(
                                V1Apiextensions.JSONSchemaPropsOrBool.newBuilder().setAllows(false))
                        .setItems(
                                V1Apiextensions.JSONSchemaPropsOrArray.newBuilder()
                                        .setSchema(
                                                V1Apiextensions.JSONSchemaProps.newBuilder()
                                                        .setType("string")));
        var definition =
                V1Apiextensions.CustomResourceDefinition.newBuilder()
                        .setMetadata(named("things.example.com"))
                        .setSpec(
                                V1Apiextensions.CustomResourceDefinitionSpec.newBuilder()
                                        .addVersions(
                                                V1Apiextensions.CustomResourceDefinitionVersion
                                                        .newBuilder()
                                                        .setName("v1")
                                                        .setSchema(
                                                                V1Apiextensions
                                                                        .CustomResourceValidation
                                                                        .newBuilder()
                                                                        .setOpenAPIV3Schema(
                                                                                schema))))
                        .build();

        var decoded = ProtobufDecoder.decode(body("apiextensions.k8s.io/v1", definition));

        assertThat(decoded.at("/spec/versions/0/schema/openAPIV3Schema"))
                .isEqualTo(
                        yaml(
                                """
                                type: object
                                $ref: "#/x"
                                x-kubernetes-preserve-unknown-fields: false
                                maximum: 1
                                minimum: 0.5
                                default: {a: [1]}
                                additionalProperties: false
                                items: {type: string}
                                """));
    }

    private static void assertDecodes(String apiVersion, Message message, String expected) {
        assertThat(ProtobufDecoder.decode(body(apiVersion, message))).isEqualTo(yaml(expected));
    }

    /// By way of JSON text, so that numbers are the nodes that bodies in JSON have.
    private static Object yaml(String text) {
        return Json.parse(Json.write(Yaml.parse(text)));
    }

    private static ObjectMeta.Builder named(String name) {
        return ObjectMeta.newBuilder().setName(name);
    }

    private static V1.LocalObjectReference local(String name) {
        return V1.LocalObjectReference.newBuilder().setName(name).build();
    }

    private static V1.EmptyDirVolumeSource emptyDir() {
        return V1.EmptyDirVolumeSource.newBuilder().setMedium("").build();
    }

    private static IntOrString name(String text) {
        return IntOrString.newBuilder().setType(1).setIntVal(0).setStrVal(text).build();
    }

    private static IntOrString number(int value) {
        return IntOrString.newBuilder().setType(0).setIntVal(value).setStrVal("").build();
    }
}
