package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.Query;
import dev.hanse.storage.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/// Requests that carry credentials.
final class TestingRequests {

    private TestingRequests() {}

    static ApiRequest withAuthorization(String... values) {
        return request(
                values.length == 0 ? Map.of() : Map.of("authorization", List.of(values)),
                List.of());
    }

    static ApiRequest withCertificates(List<X509Certificate> chain) {
        return request(Map.of(), chain);
    }

    static ApiRequest request(Map<String, List<String>> headers, List<X509Certificate> chain) {
        return new ApiRequest("GET", "/", Query.EMPTY, headers, Bytes.EMPTY, chain, "192.0.2.1");
    }
}
