package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceNames;
import dev.hanse.apiserver.catalog.SelectableField;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.tenancy.ClusterName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes [ResourceDefinition]s of what CustomResourceDefinitions say. Equal content, in however
/// many clusters, becomes one definition that all of them share. Thread-safe.
public final class CrdCompiler {

    private static final Set<String> VERBS =
            ordered(
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "create",
                    "update",
                    "watch");
    private static final Set<String> TERMINATING_VERBS =
            ordered("delete", "deletecollection", "get", "list", "watch");

    /// Of resources on their way out.
    private static final Strategy TERMINATING =
            new Strategy() {
                @Override
                public String whyNotCreate() {
                    return "create not allowed while custom resource definition is terminating";
                }
            };

    private final SchemaCompiler schemas;
    private final CustomColumns columns;
    private final ConversionWebhooks webhooks;
    private final Cache<String, ResourceDefinition> definitions =
            Caffeine.newBuilder().weakValues().build();

    /// @param clock tells the age that `date` columns show
    /// @param webhooks reaches those that convert
    public CrdCompiler(SchemaCompiler schemas, Clock clock, ConversionWebhooks webhooks) {
        this.schemas = schemas;
        this.webhooks = webhooks;
        this.columns = new CustomColumns(clock);
    }

    /// @param spec as in `apiextensions.k8s.io/v1 CustomResourceDefinitionSpec`; must not be
    ///   changed after
    /// @param names the accepted ones
    /// @param segment see [ResourceDefinition#segment]
    /// @param terminating whether the resource is on its way out, so that nothing new may be
    ///   created
    /// @param home whose Services a conversion webhook may be at
    /// @throws RuntimeException if the spec would not have passed validation
    public ResourceDefinition compile(
            JsonNode spec, JsonNode names, String segment, boolean terminating, ClusterName home) {
        var content = spec + "\n" + names + "\n" + segment + "\n" + terminating;
        // A Service of one name is another one in each cluster.
        var local = spec.at("/conversion/webhook/clientConfig").has("service");
        var id = "crd:" + hash(local ? content + "\n" + home : content);
        return definitions.get(id, _ -> build(id, spec, names, segment, terminating, home));
    }

    private ResourceDefinition build(
            String id,
            JsonNode spec,
            JsonNode names,
            String segment,
            boolean terminating,
            ClusterName home) {
        var versions = new ArrayList<VersionDefinition>();
        var storageVersion = "";
        for (var version : spec.path("versions")) {
            versions.add(version(spec, names, version));
            if (version.path("storage").asBoolean()) {
                storageVersion = version.path("name").asText();
            }
        }
        return new ResourceDefinition(
                id,
                spec.path("group").asText(),
                names(names),
                spec.path("scope").asText().equals("Namespaced"),
                segment,
                versions,
                storageVersion,
                converter(spec.path("conversion"), versions, home),
                terminating ? TERMINATING : Strategy.CUSTOM_RESOURCE,
                terminating ? TERMINATING_VERBS : VERBS);
    }

    private Converter converter(
            JsonNode conversion, List<VersionDefinition> versions, ClusterName home) {
        return conversion.path("strategy").asText().equals("Webhook")
                ? new WebhookConverter(webhooks, home, conversion.path("webhook"), versions)
                : Converter.NONE;
    }

    private VersionDefinition version(JsonNode spec, JsonNode names, JsonNode version) {
        var subresources = version.path("subresources");
        return new VersionDefinition(
                version.path("name").asText(),
                version.path("served").asBoolean(),
                deprecation(spec, names, version),
                schemas.compile(schema(version)),
                subresources.hasNonNull("status"),
                scale(subresources.path("scale")),
                columns.of(version.path("additionalPrinterColumns")),
                selectableFields(version));
    }

    private static JsonNode schema(JsonNode version) {
        var schema = version.path("schema").path("openAPIV3Schema");
        return schema.isObject()
                ? schema
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "object")
                        .put("x-kubernetes-preserve-unknown-fields", true);
    }

    private static String deprecation(JsonNode spec, JsonNode names, JsonNode version) {
        if (!version.path("deprecated").asBoolean()) {
            return "";
        }
        var written = version.path("deprecationWarning").asText();
        return written.isEmpty()
                ? spec.path("group").asText()
                        + "/"
                        + version.path("name").asText()
                        + " "
                        + names.path("kind").asText()
                        + " is deprecated"
                : written;
    }

    private static VersionDefinition.@Nullable Scale scale(JsonNode scale) {
        return scale.isObject()
                ? new VersionDefinition.Scale(
                        scale.path("specReplicasPath").asText(),
                        scale.path("statusReplicasPath").asText(),
                        scale.path("labelSelectorPath").asText())
                : null;
    }

    private static List<SelectableField> selectableFields(JsonNode version) {
        var found = new ArrayList<SelectableField>();
        for (var each : version.path("selectableFields")) {
            var written = each.path("jsonPath").asText();
            var label = written.startsWith(".") ? written.substring(1) : written;
            found.add(SelectableField.of(label, List.of("." + label), ""));
        }
        return found;
    }

    private static ResourceNames names(JsonNode names) {
        return new ResourceNames(
                names.path("plural").asText(),
                names.path("singular").asText(),
                names.path("kind").asText(),
                names.path("listKind").asText(),
                strings(names.path("shortNames")),
                strings(names.path("categories")));
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return found;
    }

    private static Set<String> ordered(String... verbs) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(verbs)));
    }

    private static String hash(String content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
