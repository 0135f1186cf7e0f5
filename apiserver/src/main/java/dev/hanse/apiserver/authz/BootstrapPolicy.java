package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The RBAC objects that must exist before anybody may do anything. Read from resources in a short
/// form, because the long one hides the rules.
public final class BootstrapPolicy {

    private static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    private static final String AGGREGATE = ClusterPolicy.GROUP + "/";

    private BootstrapPolicy() {}

    /// What holds in every logical cluster; lives in `system:admin`.
    public static List<KubeObject> systemAdmin() {
        return read("bootstrap-system-admin.yaml");
    }

    /// What the root workspace needs besides.
    public static List<KubeObject> root() {
        return read("bootstrap-root.yaml");
    }

    private static List<KubeObject> read(String resource) {
        var document = Yaml.parse(bytes(resource));
        var roles = new ArrayList<KubeObject>();
        document.path("clusterRoles").forEach(each -> roles.add(role(each)));
        var objects = new ArrayList<KubeObject>();
        var rules = ClusterPolicy.resolveAggregation(roles);
        roles.forEach(
                each -> objects.add(withRules(each, rules.getOrDefault(each.name(), List.of()))));
        document.path("clusterRoleBindings").forEach(each -> objects.add(binding(each)));
        return objects;
    }

    private static KubeObject role(JsonNode form) {
        return object(form, "ClusterRole")
                .with(
                        role -> {
                            var labels = (ObjectNode) role.path("metadata").path("labels");
                            form.path("labels").forEach(l -> labels.put(aggregate(l), "true"));
                            if (form.has("aggregates")) {
                                var selectors =
                                        role.putObject("aggregationRule")
                                                .putArray("clusterRoleSelectors");
                                form.path("aggregates")
                                        .forEach(
                                                l ->
                                                        selectors
                                                                .addObject()
                                                                .putObject("matchLabels")
                                                                .put(aggregate(l), "true"));
                            } else {
                                role.set("rules", form.path("rules"));
                            }
                        });
    }

    /// Aggregated roles say what they amount to, as they do where a controller fills them in.
    private static KubeObject withRules(KubeObject role, List<PolicyRule> rules) {
        return role.with(
                json -> {
                    var array = json.putArray("rules");
                    rules.forEach(each -> array.add(each.toJson()));
                });
    }

    private static KubeObject binding(JsonNode form) {
        return object(form, "ClusterRoleBinding")
                .with(
                        binding -> {
                            binding.putObject("roleRef")
                                    .put("apiGroup", ClusterPolicy.GROUP)
                                    .put("kind", "ClusterRole")
                                    .put("name", form.path("role").asText());
                            var subjects = binding.putArray("subjects");
                            form.path("groups")
                                    .forEach(
                                            group ->
                                                    subjects.addObject()
                                                            .put("apiGroup", ClusterPolicy.GROUP)
                                                            .put("kind", "Group")
                                                            .put("name", group.asText()));
                        });
    }

    private static KubeObject object(JsonNode form, String kind) {
        return KubeObject.of(
                        new GroupVersionKind(ClusterPolicy.GROUP, "v1", kind),
                        null,
                        form.path("name").asText())
                .with(
                        json -> {
                            var metadata = (ObjectNode) json.path("metadata");
                            metadata.putObject("annotations").put(AUTOUPDATE, "true");
                            metadata.putObject("labels")
                                    .put("kubernetes.io/bootstrapping", "rbac-defaults");
                        });
    }

    private static String aggregate(JsonNode label) {
        return AGGREGATE + label.asText();
    }

    private static byte[] bytes(String resource) {
        try (var in = BootstrapPolicy.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
