package dev.hanse.apiserver.authn;

import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import org.jspecify.annotations.Nullable;

/// 401 answers: clients learn nothing, operators learn why.
final class Unauthorized {

    private Unauthorized() {}

    static ApiException because(String why) {
        return because(why, null);
    }

    static ApiException because(String why, @Nullable Throwable cause) {
        return new ApiException(Status.failure(401, "Unauthorized", "Unauthorized"), why, cause);
    }
}
