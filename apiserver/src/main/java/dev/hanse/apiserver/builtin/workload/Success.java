package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.object.KubeObject;

/// What a subresource answers that makes something happen and has nothing to show.
final class Success {

    private Success() {}

    static KubeObject created() {
        var status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        return new KubeObject(status.put("status", "Success").put("code", 201));
    }
}
