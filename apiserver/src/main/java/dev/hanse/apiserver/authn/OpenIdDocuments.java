package dev.hanse.apiserver.authn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;

/// What others need to verify service account tokens by themselves (OpenID Connect Discovery 1.0,
/// KEP-1393).
public final class OpenIdDocuments {

    public static final String CONFIGURATION_PATH = "/.well-known/openid-configuration";
    public static final String KEYS_PATH = "/openid/v1/jwks";

    private OpenIdDocuments() {}

    /// @param externalUrl where clients reach this server
    public static JsonNode configuration(
            ServiceAccountConfig config, ServiceAccountKeys keys, URI externalUrl) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("issuer", config.issuer());
        json.put("jwks_uri", externalUrl.resolve(KEYS_PATH).toString());
        json.putArray("response_types_supported").add("id_token");
        json.putArray("subject_types_supported").add("public");
        var algorithms = json.putArray("id_token_signing_alg_values_supported");
        keys.publicKeys().stream()
                .map(each -> each.getAlgorithm().getName())
                .distinct()
                .forEach(algorithms::add);
        return json;
    }

    /// The JSON Web Key Set (RFC 7517).
    public static JsonNode keys(ServiceAccountKeys keys) {
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("keys");
        for (var key : keys.publicKeys()) {
            var each = array.addObject();
            key.toJSONObject().forEach((name, value) -> each.put(name, value.toString()));
        }
        return json;
    }
}
