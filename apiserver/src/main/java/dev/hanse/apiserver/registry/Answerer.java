package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;

/// Answers creates of a kind that is never stored, such as an access review.
public interface Answerer {

    /// @param question what the client sent, defaulted and validated
    /// @param namespace empty for cluster-scoped kinds
    KubeObject answer(
            RequestContext context, ClusterName cluster, String namespace, ObjectNode question);
}
