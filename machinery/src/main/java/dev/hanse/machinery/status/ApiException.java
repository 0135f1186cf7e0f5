package dev.hanse.machinery.status;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A request ends with a Kubernetes `Status`. The one exception that crosses layers above storage.
///
/// Made by factories that say what Kubernetes says in the same case (k8s.io/apimachinery
/// pkg/api/errors). The message is for the client; [#getCause] and [#operatorText] are for the log.
public final class ApiException extends RuntimeException {

    /// How much text an answer says about what is wrong with an object.
    private static final int MOST_TEXT = 1 << 20;

    private final Status status;
    private final @Nullable String operatorText;

    public ApiException(Status status, @Nullable String operatorText, @Nullable Throwable cause) {
        super(status.message(), cause);
        this.status = status;
        this.operatorText = operatorText;
    }

    public ApiException(Status status) {
        this(status, null, null);
    }

    public Status status() {
        return status;
    }

    /// What only the operator should read, if there is more to say than the client was told.
    public @Nullable String operatorText() {
        return operatorText;
    }

    public int code() {
        return status.code();
    }

    public String reason() {
        return status.reason();
    }

    public boolean isNotFound() {
        return code() == 404;
    }

    public boolean isAlreadyExists() {
        return reason().equals("AlreadyExists");
    }

    public boolean isConflict() {
        return reason().equals("Conflict");
    }

    /// The revision asked for is gone: list again.
    public boolean isExpired() {
        return code() == 410;
    }

    public static ApiException notFound(GroupResource resource, String name) {
        return of(404, "NotFound", resource + " \"" + name + "\" not found", resource, name);
    }

    /// The path itself names nothing.
    public static ApiException noSuchPath() {
        return new ApiException(
                Status.failure(
                        404, "NotFound", "the server could not find the requested resource"));
    }

    public static ApiException alreadyExists(GroupResource resource, String name) {
        return of(
                409,
                "AlreadyExists",
                resource + " \"" + name + "\" already exists",
                resource,
                name);
    }

    public static ApiException conflict(GroupResource resource, String name, String why) {
        return of(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " \"" + name + "\": " + why,
                resource,
                name);
    }

    /// The object changed between the client's read and its write.
    public static ApiException modified(GroupResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and"
                        + " try again");
    }

    public static ApiException forbidden(GroupResource resource, String name, String why) {
        var what = name.isEmpty() ? resource.toString() : resource + " \"" + name + "\"";
        return of(403, "Forbidden", what + " is forbidden: " + why, resource, name);
    }

    public static ApiException forbidden(String message) {
        return new ApiException(Status.failure(403, "Forbidden", message));
    }

    public static ApiException unauthorized() {
        return new ApiException(Status.failure(401, "Unauthorized", "Unauthorized"));
    }

    public static ApiException badRequest(String message) {
        return new ApiException(Status.failure(400, "BadRequest", message));
    }

    public static ApiException methodNotAllowed(GroupResource resource, String verb) {
        return of(
                405,
                "MethodNotAllowed",
                verb + " is not supported on resources of kind \"" + resource + "\"",
                resource,
                "");
    }

    public static ApiException methodNotAllowed() {
        return new ApiException(
                Status.failure(
                        405,
                        "MethodNotAllowed",
                        "the server does not allow this method on the requested resource"));
    }

    public static ApiException notAcceptable(String message) {
        return new ApiException(Status.failure(406, "NotAcceptable", message));
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(Status.failure(415, "UnsupportedMediaType", message));
    }

    public static ApiException tooLarge(String message) {
        return new ApiException(Status.failure(413, "RequestEntityTooLarge", message));
    }

    /// A watch or a page asks for history that is gone.
    public static ApiException expired(String message) {
        return new ApiException(Status.failure(410, "Expired", message));
    }

    public static ApiException internal(String message, @Nullable Throwable cause) {
        return new ApiException(
                Status.failure(500, "InternalError", "Internal error occurred: " + message),
                null,
                cause);
    }

    /// Try again later; the header says when.
    public static ApiException tooManyRequests(String message, int retryAfterSeconds) {
        return new ApiException(
                Status.failure(429, "TooManyRequests", message)
                        .withRetryAfterSeconds(retryAfterSeconds));
    }

    public static ApiException unavailable(String message) {
        return new ApiException(
                Status.failure(503, "ServiceUnavailable", message).withRetryAfterSeconds(1));
    }

    public static ApiException timeout(String message) {
        return new ApiException(
                Status.failure(504, "Timeout", "Timeout: " + message).withRetryAfterSeconds(1));
    }

    /// The object does not pass validation.
    ///
    /// @param kind named in the message as `Kind.group "name" is invalid: …`
    public static ApiException invalid(
            GroupVersionKind kind, String name, List<FieldError> errors) {
        var said = sayable(errors);
        var messages = said.stream().map(FieldError::toString).distinct().toList();
        var text =
                switch (messages.size()) {
                    case 0 -> "unknown error";
                    case 1 -> messages.getFirst();
                    default -> messages.stream().collect(Collectors.joining(", ", "[", "]"));
                };
        var what = kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
        return new ApiException(
                new Status(
                        422,
                        "Invalid",
                        what + " \"" + name + "\" is invalid: " + text,
                        new Status.Details(
                                name,
                                kind.group(),
                                kind.kind(),
                                "",
                                said.stream().map(FieldError::cause).toList(),
                                0)));
    }

    /// A small body can be wrong in many places and every error can show a large part of it, so
    /// that saying all of it would take more memory than there is.
    private static List<FieldError> sayable(List<FieldError> errors) {
        long size = 0;
        for (int i = 0; i < errors.size(); i++) {
            size += errors.get(i).body().length();
            if (size > MOST_TEXT && i + 1 < errors.size()) {
                var said = new ArrayList<>(errors.subList(0, i + 1));
                said.add(
                        new FieldError(
                                FieldError.Type.TOO_MANY,
                                "<nil>",
                                errors.size(),
                                "not all errors are shown"));
                return said;
            }
        }
        return errors;
    }

    private static ApiException of(
            int code, String reason, String message, GroupResource resource, String name) {
        return new ApiException(
                new Status(
                        code,
                        reason,
                        message,
                        new Status.Details(
                                name, resource.group(), resource.resource(), "", List.of(), 0)));
    }
}
