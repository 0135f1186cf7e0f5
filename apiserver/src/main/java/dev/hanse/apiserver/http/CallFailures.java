package dev.hanse.apiserver.http;

import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What went wrong with a call, in the words that Go's HTTP client has taught users of Kubernetes.
final class CallFailures {

    private static final int SHOWN_OF_A_BODY = 2_048;

    private CallFailures() {}

    /// @param to where the connection was to go, when there was none yet
    static String words(Throwable failure, @Nullable RequestOptions to) {
        var untrusted = cause(failure, CertificateException.class);
        if (cause(failure, CertificateExpiredException.class) != null) {
            return "tls: failed to verify certificate: x509: certificate has expired or is not yet"
                    + " valid";
        }
        if (cause(failure, CertPathBuilderException.class) != null
                || cause(failure, CertPathValidatorException.class) != null) {
            return "tls: failed to verify certificate: x509: certificate signed by unknown"
                    + " authority";
        }
        if (untrusted != null) {
            return "tls: failed to verify certificate: x509: " + untrusted.getMessage();
        }
        var tls = cause(failure, SSLException.class);
        if (tls != null) {
            return "tls: " + tls.getMessage();
        }
        var dial = to == null ? "" : "dial tcp " + to.getServer() + ": ";
        if (cause(failure, ConnectException.class) != null) {
            return dial + "connect: connection refused";
        }
        if (cause(failure, UnknownHostException.class) != null) {
            return dial + "no such host";
        }
        var message = failure.getMessage();
        return dial
                + (message == null || message.contains("closed")
                        ? "EOF"
                        : message.replace('\n', ' '));
    }

    /// What an answer other than success means (k8s.io/client-go `rest.Request`).
    static String status(int code, String body) {
        var said = body.length() > SHOWN_OF_A_BODY ? body.substring(0, SHOWN_OF_A_BODY) : body;
        return switch (code) {
            case 400 -> "the server rejected our request for an unknown reason";
            case 401 -> "the server has asked for the client to provide credentials";
            case 403 -> "forbidden";
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            case 429 ->
                    "the server has received too many requests and has asked us to try again later";
            case 503 -> "the server is currently unable to handle the request";
            default ->
                    code >= 500
                            ? "an error on the server (\""
                                    + (said.isBlank() ? "unknown" : said.strip())
                                    + "\") has prevented the request from succeeding"
                            : "the server responded with the status code "
                                    + code
                                    + " but did not return more information";
        };
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        int depth = 0;
        for (@Nullable Throwable each = failure;
                each != null && depth < 20;
                each = each.getCause(), depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
