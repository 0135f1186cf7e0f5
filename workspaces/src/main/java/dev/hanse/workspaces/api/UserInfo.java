package dev.hanse.workspaces.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.request.User;
import java.util.Optional;

/// A user as `authentication.k8s.io/v1 UserInfo`, the form in which workspaces remember their
/// owner.
public final class UserInfo {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private UserInfo() {}

    public static ObjectNode json(User user) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("username", user.name());
        if (!user.uid().isEmpty()) {
            json.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            var groups = json.putArray("groups");
            user.groups().forEach(groups::add);
        }
        if (!user.extra().isEmpty()) {
            var extra = json.putObject("extra");
            user.extra()
                    .forEach(
                            (key, values) -> {
                                var array = extra.putArray(key);
                                values.forEach(array::add);
                            });
        }
        return json;
    }

    /// Reads an owner annotation; empty when it is none.
    public static Optional<ObjectNode> parse(String annotation) {
        try {
            return JSON.readTree(annotation) instanceof ObjectNode user && !username(user).isEmpty()
                    ? Optional.of(user)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public static String username(JsonNode user) {
        return user.path("username").asText();
    }

    /// What remains of the owner once the workspace is ready.
    public static String nameOnly(JsonNode user) {
        return JsonNodeFactory.instance.objectNode().put("username", username(user)).toString();
    }
}
