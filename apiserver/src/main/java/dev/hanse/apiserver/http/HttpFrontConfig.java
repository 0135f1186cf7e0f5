package dev.hanse.apiserver.http;

import java.nio.file.Path;

/// Where and how the front listens.
///
/// @param port zero for any free port
/// @param certificate PEM chain of the serving certificate
/// @param key PEM (PKCS #8) of its private key
/// @param maxBodyBytes larger request bodies are refused with 413; Kubernetes' limit is 3 MiB
public record HttpFrontConfig(
        String bindAddress, int port, Path certificate, Path key, int maxBodyBytes) {

    public static final int KUBERNETES_BODY_LIMIT = 3 * 1024 * 1024;
}
