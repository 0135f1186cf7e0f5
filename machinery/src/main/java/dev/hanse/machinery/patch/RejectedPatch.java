package dev.hanse.machinery.patch;

import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.status.Status;
import java.util.List;

/// The answer to a patch that is well-formed and does not fit the object.
final class RejectedPatch {

    private RejectedPatch() {}

    /// 422 with the message of kube-apiserver, which does not say what is wrong; that goes into the
    /// causes, which kubectl prints.
    static ApiException because(String why) {
        return new ApiException(
                Status.failure(
                                422,
                                "Invalid",
                                "the server rejected our request due to an error in our request")
                        .withCauses(List.of(new Cause("UnexpectedServerResponse", why, ""))));
    }
}
