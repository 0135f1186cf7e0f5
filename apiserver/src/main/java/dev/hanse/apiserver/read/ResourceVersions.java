package dev.hanse.apiserver.read;

import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.status.Status;
import dev.hanse.storage.Revision;
import java.util.List;

/// resourceVersions as clients write them, and what they are told when one cannot be served.
public final class ResourceVersions {

    private ResourceVersions() {}

    /// Empty and `0` are [Revision#NONE].
    ///
    /// @throws ApiException 400 when it is not a number
    public static Revision parse(String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return Revision.NONE;
        }
        try {
            return new Revision(Long.parseUnsignedLong(resourceVersion));
        } catch (IllegalArgumentException _) {
            boolean digits = resourceVersion.matches("[0-9]+");
            throw ApiException.badRequest(
                    "invalid resource version: resourceVersion: Invalid value: \""
                            + resourceVersion
                            + "\": strconv.ParseUint: parsing \""
                            + resourceVersion
                            + (digits ? "\": value out of range" : "\": invalid syntax"));
        }
    }

    /// The client has seen a revision that this server has not.
    public static ApiException tooLarge(Revision asked, Revision current) {
        return new ApiException(
                new Status(
                        504,
                        "Timeout",
                        "Timeout: Too large resource version: " + asked + ", current: " + current,
                        new Status.Details(
                                "",
                                "",
                                "",
                                "",
                                List.of(
                                        new Cause(
                                                "ResourceVersionTooLarge",
                                                "Too large resource version",
                                                "")),
                                1)));
    }

    /// A page came too late.
    ///
    /// @param token to go on with at the newest revision
    static ApiException expiredContinue(String token) {
        return new ApiException(
                Status.failure(
                                410,
                                "Expired",
                                "The provided continue parameter is too old to display a consistent"
                                    + " list result. You can start a new list without the continue"
                                    + " parameter, or use the continue token in this response to"
                                    + " retrieve the remainder of the results. Continuing with the"
                                    + " provided token results in an inconsistent list - objects"
                                    + " that were created, modified, or deleted between the time"
                                    + " the first chunk was returned and now may show up in the"
                                    + " list.")
                        .withContinue(token));
    }

    /// History before the revision a watch asked for is gone.
    public static ApiException tooOld(Revision asked, Revision oldest) {
        return ApiException.expired("too old resource version: " + asked + " (" + oldest + ")");
    }
}
