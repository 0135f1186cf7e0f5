package dev.hanse.apiserver.catalog;

import dev.hanse.apiserver.crd.ConversionWebhooks;
import dev.hanse.apiserver.crd.CrdCompiler;
import dev.hanse.apiserver.outbound.Endpoints;
import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/// Custom resources to test with.
public final class TestingDefinitions {

    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    public static final String WIDGETS =
            """
            group: example.org
            scope: Namespaced
            names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList,
              shortNames: [wd], categories: [all]}
            versions:
            - name: v1alpha1
              served: true
              storage: false
              deprecated: true
              schema: {openAPIV3Schema: {type: object}}
            - name: v1
              served: true
              storage: true
              subresources:
                status: {}
                scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}
              additionalPrinterColumns:
              - {name: Size, type: integer, jsonPath: .spec.size, description: How big., priority: 1}
              - {name: Color, type: string, jsonPath: .spec.color}
              - {name: Since, type: date, jsonPath: .metadata.creationTimestamp}
              schema:
                openAPIV3Schema:
                  type: object
                  description: A widget.
                  properties:
                    spec:
                      type: object
                      required: [size]
                      properties:
                        size: {type: integer, description: How big., default: 1}
                        color: {type: string, nullable: true, enum: [red, green]}
                        port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                        rest: {type: object, x-kubernetes-preserve-unknown-fields: true}
                        parts:
                          type: array
                          x-kubernetes-list-type: map
                          x-kubernetes-list-map-keys: [name]
                          items: {type: object, required: [name], properties: {name: {type: string}}}
                    status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private TestingDefinitions() {}

    public static CrdCompiler compiler() {
        return new CrdCompiler(
                new SchemaCompiler(),
                CLOCK,
                new ConversionWebhooks(new Unreachable(), new Endpoints(new TestingObjects())));
    }

    public static ResourceDefinition widgets() {
        return compile(WIDGETS, false);
    }

    /// What a CustomResourceDefinition that has its names defines.
    public static ResourceDefinition of(KubeObject crd) {
        return compiler()
                .compile(
                        crd.spec(),
                        crd.status().path("acceptedNames"),
                        ResourceDefinition.CUSTOM_RESOURCES,
                        false,
                        ClusterName.ROOT);
    }

    public static ResourceDefinition compile(String spec, boolean terminating) {
        var tree = Yaml.parse(spec);
        return compiler()
                .compile(
                        tree,
                        tree.path("names"),
                        ResourceDefinition.CUSTOM_RESOURCES,
                        terminating,
                        ClusterName.ROOT);
    }

    /// Widgets that count as content of their own.
    public static ResourceDefinition widgets(String contentId) {
        var widgets = widgets();
        return new ResourceDefinition(
                contentId,
                widgets.group(),
                widgets.names(),
                widgets.namespaced(),
                widgets.segment(),
                widgets.versions(),
                widgets.storageVersion(),
                widgets.converter(),
                widgets.strategy(),
                widgets.verbs());
    }
}
