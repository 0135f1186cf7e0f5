package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.read.Listing;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.registry.ResourceForm;
import dev.hanse.apiserver.rest.Representation.Format;
import dev.hanse.apiserver.table.IncludeObject;
import dev.hanse.apiserver.table.PartialMetadata;
import dev.hanse.apiserver.table.TableRenderer;
import dev.hanse.kinds.protobuf.ProtobufEncoder;
import dev.hanse.machinery.codec.ByteSink;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.storage.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Turns stored objects of one resource into what one client wants to see. Where nothing but the
/// plain object at its stored form is wanted, bytes are spliced and never parsed.
final class Rendering {

    /// About how many bytes of a list are kept together.
    private static final int PART = 256 * 1024;

    /// Room for what is added to an object's bytes when it is read.
    private static final int SPLICED = 128;

    private static final byte[] END_OF_LIST = utf8("]}");

    private final ServedResource served;
    private final ResourceForm form;
    private final Representation representation;
    private final IncludeObject includeObject;
    private final TableRenderer tables;
    private final boolean raw;

    Rendering(
            ServedResource served,
            StoredForm form,
            Representation representation,
            IncludeObject includeObject) {
        this.served = served;
        this.form = new ResourceForm(form, served.definition());
        this.representation = representation;
        this.includeObject = includeObject;
        this.tables = new TableRenderer(representation.metaVersion());
        this.raw = needsNoTree();
    }

    private boolean needsNoTree() {
        return switch (representation.view()) {
            case OBJECT ->
                    representation.format() != Format.YAML
                            && (served.isStoredAsServed()
                                    || served.definition().converter().changesOnlyApiVersion());
            // Of the JSON, nothing but the metadata is read.
            case PARTIAL_METADATA -> representation.format() == Format.PROTOBUF;
            case TABLE -> false;
        };
    }

    /// Metadata has no defaults.
    private boolean isRaw(Entry entry) {
        return raw
                && (representation.view() == Representation.View.PARTIAL_METADATA
                        || form.isComplete(entry));
    }

    Representation representation() {
        return representation;
    }

    byte[] one(Entry entry) {
        return isRaw(entry)
                ? spliced(entry, entry.modRevision().value())
                : one(object(entry, entry.modRevision().value()));
    }

    byte[] one(KubeObject object) {
        return bytes(shown(object));
    }

    /// An object as it is, whatever the client wants to see of others.
    byte[] plain(KubeObject object) {
        return bytes(object.json());
    }

    /// A list as parts that follow each other on the wire.
    List<byte[]> list(Listing listing) {
        var metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("resourceVersion", listing.revision().toString());
        if (!listing.continueToken().isEmpty()) {
            metadata.put("continue", listing.continueToken());
            if (listing.remaining() > 0) {
                metadata.put("remainingItemCount", listing.remaining());
            }
        }
        if (representation.format() == Format.PROTOBUF) {
            return protobufList(listing, metadata);
        }
        if (raw) {
            return rawList(listing, metadata);
        }
        var items = objects(listing.entries());
        return List.of(bytes(shownList(items, metadata)));
    }

    private List<byte[]> protobufList(Listing listing, ObjectNode metadata) {
        var items =
                listing.entries().stream()
                        .map(
                                each -> {
                                    long version = each.modRevision().value();
                                    return raw
                                            ? json(each, version)
                                            : Json.write(object(each, version).json());
                                });
        boolean partial = representation.view() == Representation.View.PARTIAL_METADATA;
        var encoder =
                partial
                        ? ProtobufEncoder.ofMetadata(representation.metaVersion())
                        : encoder(served.groupVersion().toString(), served.kind().kind());
        var listKind =
                partial ? "PartialObjectMetadataList" : served.definition().names().listKind();
        return encoder.list(listKind, Json.write(metadata), items.iterator());
    }

    /// The list in pieces that are neither many nor large, so that nobody has to hold it twice.
    private List<byte[]> rawList(Listing listing, ObjectNode metadata) {
        var parts = new ArrayList<byte[]>();
        var part = new ByteArrayOutputStream(PART + PART / 4);
        part.writeBytes(
                utf8(
                        "{\"kind\":\""
                                + served.definition().names().listKind()
                                + "\",\"apiVersion\":\""
                                + served.groupVersion()
                                + "\",\"metadata\":"
                                + metadata
                                + ",\"items\":["));
        boolean first = true;
        for (var entry : listing.entries()) {
            if (!first) {
                part.write(',');
            }
            first = false;
            if (form.isComplete(entry)) {
                splice(part::write, entry, entry.modRevision().value());
            } else {
                part.writeBytes(Json.write(object(entry, entry.modRevision().value()).json()));
            }
            if (part.size() >= PART) {
                parts.add(part.toByteArray());
                part.reset();
            }
        }
        part.writeBytes(END_OF_LIST);
        parts.add(part.toByteArray());
        return parts;
    }

    private ObjectNode shownList(List<KubeObject> items, ObjectNode metadata) {
        return switch (representation.view()) {
            case TABLE -> tables.table(served, items, metadata, includeObject);
            case PARTIAL_METADATA ->
                    PartialMetadata.list(items, metadata, representation.metaVersion());
            case OBJECT -> {
                var list = JsonNodeFactory.instance.objectNode();
                list.put("kind", served.definition().names().listKind());
                list.put("apiVersion", served.groupVersion().toString());
                list.set("metadata", metadata);
                var array = list.putArray("items");
                items.forEach(each -> array.add(each.json()));
                yield list;
            }
        };
    }

    /// The object of a watch event.
    byte[] event(Entry entry, long resourceVersion, boolean firstOfTable) {
        if (isRaw(entry)) {
            return spliced(entry, resourceVersion);
        }
        return event(object(entry, resourceVersion), firstOfTable);
    }

    byte[] event(KubeObject object, boolean firstOfTable) {
        return bytes(
                switch (representation.view()) {
                    case OBJECT -> object.json();
                    case PARTIAL_METADATA ->
                            PartialMetadata.of(object, representation.metaVersion());
                    case TABLE -> row(object, firstOfTable);
                });
    }

    private ObjectNode shown(KubeObject object) {
        return switch (representation.view()) {
            case OBJECT -> object.json();
            case PARTIAL_METADATA -> PartialMetadata.of(object, representation.metaVersion());
            case TABLE ->
                    tables.table(
                            served,
                            List.of(object),
                            TableRenderer.metadataOf(object),
                            includeObject);
        };
    }

    /// Only the first event of a watch describes the columns.
    private ObjectNode row(KubeObject object, boolean first) {
        var metadata = TableRenderer.metadataOf(object);
        return first
                ? tables.table(served, List.of(object), metadata, includeObject)
                : tables.rows(served, List.of(object), metadata, includeObject);
    }

    KubeObject object(Entry entry, long resourceVersion) {
        var stored = form.decode(entry, resourceVersion);
        return new KubeObject(served.present(stored));
    }

    private List<KubeObject> objects(List<Entry> entries) {
        var stored = entries.stream().map(form::decode).toList();
        return served.present(stored).stream().map(KubeObject::new).toList();
    }

    private byte[] spliced(Entry entry, long resourceVersion) {
        var json = json(entry, resourceVersion);
        if (representation.format() == Format.JSON) {
            return json;
        }
        return representation.view() == Representation.View.PARTIAL_METADATA
                ? ProtobufEncoder.ofMetadata(representation.metaVersion()).object(json)
                : encoder(served.groupVersion().toString(), served.kind().kind()).object(json);
    }

    private byte[] json(Entry entry, long resourceVersion) {
        var out = new ByteArrayOutputStream(entry.value().length() + SPLICED);
        splice(out::write, entry, resourceVersion);
        return out.toByteArray();
    }

    private void splice(ByteSink sink, Entry entry, long resourceVersion) {
        form.writeJson(
                sink,
                entry,
                resourceVersion,
                served.isStoredAsServed() ? null : served.groupVersion().toString());
    }

    private byte[] bytes(ObjectNode tree) {
        return bytes(tree, representation.format());
    }

    /// @param tree of a kind that has such a format
    static byte[] bytes(ObjectNode tree, Format format) {
        return switch (format) {
            case JSON -> Json.write(tree);
            case YAML -> utf8(Yaml.write(tree));
            case PROTOBUF -> protobuf(tree);
        };
    }

    private static byte[] protobuf(ObjectNode tree) {
        var kind = tree.path("kind").asText();
        var apiVersion = tree.path("apiVersion").asText();
        var encoder =
                kind.equals(PartialMetadata.KIND)
                        ? ProtobufEncoder.ofMetadata(apiVersion)
                        : encoder(apiVersion, kind);
        return encoder.object(Json.write(tree));
    }

    private static ProtobufEncoder encoder(String apiVersion, String kind) {
        return ProtobufEncoder.of(apiVersion, kind)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no protobuf of " + apiVersion + " " + kind));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
