package dev.hanse.apiserver.admission.policy;

import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.status.Status;
import java.util.List;

/// A no of a validating policy.
///
/// @param binding empty when the policy itself cannot be evaluated
/// @param reason a `StatusReason`, or empty for `Invalid`
record Denial(String policy, String binding, String message, String reason) {

    ApiException toException(AdmissionRequest request) {
        var resource = request.resource().groupResource();
        var text =
                "ValidatingAdmissionPolicy '"
                        + policy
                        + "' "
                        + (binding.isEmpty() ? "" : "with binding '" + binding + "' ")
                        + "denied request: "
                        + message;
        var forbidden = ApiException.forbidden(resource, request.name(), text).status();
        var status =
                new Status(code(), reasonOrInvalid(), forbidden.message(), forbidden.details());
        return new ApiException(status.withCauses(List.of(new Cause("", text, ""))));
    }

    private String reasonOrInvalid() {
        return reason.isEmpty() ? "Invalid" : reason;
    }

    private int code() {
        return switch (reason) {
            case "Forbidden" -> 403;
            case "Unauthorized" -> 401;
            case "RequestEntityTooLarge" -> 413;
            default -> 422;
        };
    }
}
