package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// What a review must say, by the rules of kubernetes/pkg/apis/authorization/validation.
final class ReviewRules {

    private ReviewRules() {}

    static List<FieldError> selfSubjectAccess(ObjectNode review) {
        var errors = new ArrayList<FieldError>();
        var spec = review.path("spec");
        boolean resource = spec.hasNonNull("resourceAttributes");
        boolean path = spec.hasNonNull("nonResourceAttributes");
        if (resource && path) {
            errors.add(
                    FieldError.invalid(
                            "spec.nonResourceAttributes",
                            spec.path("nonResourceAttributes"),
                            "cannot be specified in combination with resourceAttributes"));
        }
        if (!resource && !path) {
            errors.add(
                    FieldError.required(
                            "spec.resourceAttributes",
                            "exactly one of nonResourceAttributes or resourceAttributes must be"
                                    + " specified"));
        }
        return errors;
    }

    static List<FieldError> subjectAccess(ObjectNode review) {
        var errors = new ArrayList<>(selfSubjectAccess(review));
        var spec = review.path("spec");
        if (spec.path("user").asText().isEmpty() && spec.path("groups").isEmpty()) {
            errors.add(
                    FieldError.required(
                            "spec.user", "at least one of user or group must be specified"));
        }
        return errors;
    }

    static List<FieldError> localSubjectAccess(ObjectNode review) {
        var errors = new ArrayList<>(subjectAccess(review));
        var spec = review.path("spec");
        if (spec.hasNonNull("nonResourceAttributes")) {
            errors.add(
                    FieldError.invalid(
                            "spec.nonResourceAttributes",
                            spec.path("nonResourceAttributes"),
                            "disallowed on this kind of request"));
        }
        var asked = spec.path("resourceAttributes").path("namespace").asText();
        if (!asked.equals(review.path("metadata").path("namespace").asText())) {
            errors.add(
                    FieldError.invalid(
                            "spec.resourceAttributes.namespace",
                            asked,
                            "must match metadata.namespace"));
        }
        return errors;
    }

    static List<FieldError> token(ObjectNode review) {
        return review.path("spec").path("token").asText().isEmpty()
                ? List.of(FieldError.required("spec.token", ""))
                : List.of();
    }
}
