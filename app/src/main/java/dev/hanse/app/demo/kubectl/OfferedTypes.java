package dev.hanse.app.demo.kubectl;

import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;

/// Everything a server offers, in the order of preference it says.
record OfferedTypes(List<ResourceType> types) {

    OfferedTypes {
        types = List.copyOf(types);
    }

    ResourceType called(String name) {
        return types.stream()
                .filter(each -> each.isCalled(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CommandFailedException(
                                        "error: the server doesn't have a resource type \""
                                                + name
                                                + "\""));
    }

    ResourceType ofKind(GroupVersionKind kind) {
        return types.stream()
                .filter(each -> each.kind().equals(kind))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CommandFailedException(
                                        "error: no matches for kind \""
                                                + kind.kind()
                                                + "\" in version \""
                                                + kind.apiVersion()
                                                + "\""));
    }
}
