package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.watch.EventWriter;
import dev.hanse.apiserver.watch.WatchItem;
import dev.hanse.kinds.protobuf.ProtobufEncoder;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// Watch events as frames: in JSON one document a line, `{"type":…,"object":…}`, in protobuf
/// messages with their length in front.
final class EventFrames implements EventWriter {

    private final WatchedResource resource;
    private final Function<ServedResource, Rendering> renderings;
    private ServedResource served;
    private Rendering rendering;
    private boolean first = true;

    EventFrames(WatchedResource resource, Function<ServedResource, Rendering> renderings) {
        this.resource = resource;
        this.renderings = renderings;
        this.served = resource.now();
        this.rendering = renderings.apply(served);
    }

    @Override
    public boolean isOver() {
        return resource.isGone();
    }

    @Override
    public byte[] change(WatchItem.Change change) {
        var now = resource.now();
        if (!now.equals(served)) {
            served = now;
            rendering = renderings.apply(served);
            first = true;
        }
        var frame =
                frame(
                        change.type().name(),
                        rendering.event(change.entry(), change.resourceVersion(), first));
        first = false;
        return frame;
    }

    @Override
    public byte[] bookmark(WatchItem.Bookmark bookmark) {
        var object = JsonNodeFactory.instance.objectNode();
        object.put("kind", served.kind().kind());
        object.put("apiVersion", served.kind().apiVersion());
        var metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(bookmark.resourceVersion()));
        metadata.putNull("creationTimestamp");
        if (bookmark.endsInitialEvents()) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return frame("BOOKMARK", rendering.event(new KubeObject(object), first));
    }

    @Override
    public byte[] error(Status status) {
        return frame("ERROR", rendering.plain(new KubeObject(status.toJson())));
    }

    private byte[] frame(String type, byte[] object) {
        return switch (rendering.representation().format()) {
            case JSON -> line(type, object);
            case PROTOBUF -> ProtobufEncoder.event(type, object);
            case YAML -> throw new IllegalStateException("YAML has no frames");
        };
    }

    private static byte[] line(String type, byte[] object) {
        var out = new ByteArrayOutputStream(object.length + 32);
        out.writeBytes(("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(object);
        out.write('}');
        out.write('\n');
        return out.toByteArray();
    }
}
