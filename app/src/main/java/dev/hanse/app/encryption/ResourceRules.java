package dev.hanse.app.encryption;

import dev.hanse.apiserver.keyspace.InvalidSegmentException;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.storage.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the names of resources in the file mean, and which are refused, with kube-apiserver's
/// reasons (k8s.io/apiserver pkg/apis/apiserver/validation).
final class ResourceRules {

    private static final String ANY = "*";
    private static final GroupResource EVERYTHING = new GroupResource(ANY, ANY);
    private static final Set<String> WITHOUT_API =
            Set.of("apiserveripinfo", "serviceipallocations", "servicenodeportallocations");

    private ResourceRules() {}

    /// `deployments.apps` is a resource and its group; without a group it is of the core.
    static GroupResource parse(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new GroupResource("", name)
                : new GroupResource(name.substring(dot + 1), name.substring(0, dot));
    }

    /// Where objects of the resource are stored, whoever defined it.
    static Range keys(GroupResource resource) {
        if (resource.equals(EVERYTHING)) {
            return Keyspace.everything();
        }
        return resource.resource().equals(ANY)
                ? Keyspace.group(resource.group())
                : Keyspace.named(resource);
    }

    /// The rules before it that leave nothing to this one: one for its whole group, or for all.
    static Optional<String> maskedBy(GroupResource resource, Set<GroupResource> earlier) {
        var group = new GroupResource(resource.group(), ANY);
        if (earlier.contains(group)) {
            return Optional.of(shown(group));
        }
        return earlier.contains(EVERYTHING) ? Optional.of(shown(EVERYTHING)) : Optional.empty();
    }

    /// As it is written in the file.
    static String shown(GroupResource resource) {
        return resource.equals(new GroupResource("", ANY)) ? "*." : resource.toString();
    }

    static List<FieldError> validate(List<String> names, String path) {
        var errors = new ArrayList<>(overlaps(names, path));
        for (int i = 0; i < names.size(); i++) {
            var field = path + "[" + i + "]";
            var name = names.get(i);
            refusal(name).ifPresent(why -> errors.add(FieldError.invalid(field, name, why)));
        }
        return errors;
    }

    private static List<FieldError> overlaps(List<String> names, String path) {
        var errors = new ArrayList<FieldError>();
        var resources = names.stream().map(ResourceRules::parse).toList();
        var distinct = new HashSet<>(resources);
        if (distinct.size() < resources.size()) {
            errors.add(
                    FieldError.invalid(
                            path,
                            listed(names),
                            "the same resource cannot be specified multiple times"));
        }
        boolean overlap =
                distinct.stream()
                        .anyMatch(
                                each ->
                                        each.resource().equals(ANY)
                                                && distinct.stream()
                                                        .anyMatch(other -> covers(each, other)));
        if (overlap) {
            errors.add(
                    FieldError.invalid(
                            path,
                            listed(names),
                            "using overlapping resources such as 'secrets' and '*.' in the same"
                                    + " resource list is not allowed as they will be masked"));
        }
        return errors;
    }

    private static boolean covers(GroupResource any, GroupResource other) {
        return !any.equals(other) && (any.equals(EVERYTHING) || any.group().equals(other.group()));
    }

    private static Optional<String> refusal(String name) {
        var resource = parse(name);
        if (!name.toLowerCase(Locale.ROOT).equals(name)) {
            return Optional.of("resource name should not contain capital letters");
        } else if (name.equals(ANY)) {
            return Optional.of(
                    "use '*.' to encrypt all the resources from core API group or *.* to encrypt"
                            + " all resources");
        } else if (WITHOUT_API.contains(name)) {
            return Optional.of("resources which do not have REST API/s cannot be encrypted");
        } else if (resource.group().equals("events.k8s.io")) {
            return Optional.of(
                    "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use"
                            + " 'events' instead in the config file");
        } else if (resource.group().equals("extensions")) {
            return Optional.of(
                    "'extensions' group has been removed and cannot be used for encryption");
        } else if (resource.group().equals(ANY) && !resource.resource().equals(ANY)) {
            return Optional.of("encrypting the same resource across groups is not supported");
        }
        return isStorable(resource)
                ? Optional.empty()
                : Optional.of("no resource can have this name");
    }

    private static boolean isStorable(GroupResource resource) {
        try {
            keys(resource);
            return true;
        } catch (InvalidSegmentException _) {
            return false;
        }
    }

    /// A list in an error message is shown as JSON.
    private static Object listed(List<String> names) {
        return new Object() {
            @Override
            public String toString() {
                return names.stream()
                        .map(each -> '"' + each + '"')
                        .collect(Collectors.joining(",", "[", "]"));
            }
        };
    }
}
