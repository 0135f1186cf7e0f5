package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.matching.RequestDescription;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The question that a webhook is asked, `admission.k8s.io AdmissionReview`.
///
/// @param uid that the answer has to repeat
record AdmissionReview(String uid, ObjectNode json) {

    static final String GROUP = "admission.k8s.io";
    static final String KIND = "AdmissionReview";

    /// @param reviewVersion `v1` or `v1beta1`
    /// @param version at which the webhook sees the objects
    /// @param object null for deletions
    /// @param old null for creations
    static AdmissionReview of(
            String reviewVersion,
            AdmissionRequest request,
            String version,
            @Nullable JsonNode object,
            @Nullable JsonNode old) {
        var uid = UUID.randomUUID().toString();
        var review = JsonNodeFactory.instance.objectNode();
        review.put("kind", KIND).put("apiVersion", GROUP + "/" + reviewVersion);
        var asked = review.putObject("request");
        asked.put("uid", uid);
        asked.setAll(RequestDescription.of(request, version));
        // In the order of Go's type, which is the order in which people are used to read it.
        var options = asked.remove("options");
        var dryRun = asked.remove("dryRun");
        asked.set("object", object);
        asked.set("oldObject", old);
        asked.set("dryRun", dryRun);
        asked.set("options", options);
        return new AdmissionReview(uid, review);
    }
}
