package dev.hanse.apiserver.garbage;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.object.OwnerReference;
import dev.hanse.machinery.status.ApiException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells authors of objects that an owner they named is in another namespace, with the event that
/// Kubernetes' garbage collector records.
final class OwnerEvents {

    private static final Logger log = LoggerFactory.getLogger(OwnerEvents.class);
    private static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");
    private static final String COMPONENT = "garbage-collector-controller";

    private final ObjectClient client;
    private final Clock clock;

    OwnerEvents(ObjectClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /// An event that cannot be written changes nothing about the object.
    void wrongNamespace(Item item, OwnerReference reference) {
        var object = item.object();
        var event = event(object, reference);
        try {
            client.create(ResourceScope.in(item.cluster(), EVENTS, event.namespace()), event);
        } catch (ApiException e) {
            log.atDebug()
                    .addKeyValue("cluster", item.cluster())
                    .addKeyValue("name", event.name())
                    .addKeyValue("error", e.getMessage())
                    .log("event not recorded");
        }
    }

    private KubeObject event(KubeObject object, OwnerReference reference) {
        var now = clock.instant();
        var namespace = object.namespace().isEmpty() ? "default" : object.namespace();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        var name = object.name() + "." + Long.toHexString(nanos);
        var at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return KubeObject.of(new GroupVersionKind("", "v1", "Event"), namespace, name)
                .with(
                        json -> {
                            json.putObject("involvedObject")
                                    .put("kind", object.kind())
                                    .put("apiVersion", object.apiVersion())
                                    .put("name", object.name())
                                    .put("uid", object.uid());
                            if (!object.namespace().isEmpty()) {
                                json.withObject("/involvedObject")
                                        .put("namespace", object.namespace());
                            }
                            json.put("reason", "OwnerRefInvalidNamespace");
                            json.put("message", message(object.namespace(), reference));
                            json.putObject("source").put("component", COMPONENT);
                            json.put("firstTimestamp", at).put("lastTimestamp", at);
                            json.put("count", 1).put("type", "Warning");
                            json.put("reportingComponent", COMPONENT);
                            json.put("reportingInstance", "");
                        });
    }

    private static String message(String namespace, OwnerReference reference) {
        return "ownerRef [%s/%s, namespace: %s, name: %s, uid: %s] does not exist in namespace \"%s\""
                .formatted(
                        reference.apiVersion(),
                        reference.kind(),
                        namespace,
                        reference.name(),
                        reference.uid(),
                        namespace);
    }
}
