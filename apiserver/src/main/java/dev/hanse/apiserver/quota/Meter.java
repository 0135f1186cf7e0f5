package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupResource;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// How much objects of one resource use, and of what (Kubernetes' quota evaluators).
interface Meter {

    GroupResource EVENTS = new GroupResource("", "events");
    GroupResource NEW_EVENTS = new GroupResource("events.k8s.io", "events");

    /// Every stored resource is at least counted, except events, which come and go by themselves.
    static boolean meters(GroupResource resource) {
        return !resource.equals(EVENTS) && !resource.equals(NEW_EVENTS);
    }

    static Meter of(GroupResource resource) {
        if (resource.equals(PodMeter.PODS)) {
            return new PodMeter();
        }
        if (resource.equals(ServiceMeter.SERVICES)) {
            return new ServiceMeter();
        }
        return resource.equals(ClaimMeter.CLAIMS) ? new ClaimMeter() : new ObjectCount(resource);
    }

    /// Everything the object uses, at the storage version.
    Amounts usage(JsonNode object);

    /// Whether objects of this resource may use what a quota calls `name`.
    boolean matches(String name);

    /// Whether the object is of the part of all objects that a quota looks at.
    default boolean isIn(Scope scope, JsonNode object) {
        return false;
    }

    /// What the object must say but does not, given what a quota limits; empty when all is well.
    default String missing(Collection<String> limited, JsonNode object) {
        return "";
    }

    default Set<String> matching(Collection<String> names) {
        var matching = new TreeSet<String>();
        names.stream().filter(this::matches).forEach(matching::add);
        return matching;
    }

    /// What a quota calls the number of objects of a resource.
    static String countOf(GroupResource resource) {
        return "count/" + resource;
    }
}
