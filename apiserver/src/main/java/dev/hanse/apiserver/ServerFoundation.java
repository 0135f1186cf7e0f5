package dev.hanse.apiserver;

import dev.hanse.apiserver.authn.AdminTokens;
import dev.hanse.apiserver.authn.ServiceAccountConfig;
import dev.hanse.apiserver.authn.ServiceAccountKeys;
import dev.hanse.apiserver.authz.Rbac;
import dev.hanse.apiserver.crd.ConversionWebhooks;
import dev.hanse.apiserver.crd.CrdCompiler;
import dev.hanse.apiserver.http.OutboundHttp;
import dev.hanse.apiserver.outbound.AddressRules;
import dev.hanse.apiserver.outbound.Endpoints;
import dev.hanse.apiserver.outbound.Outbound;
import dev.hanse.apiserver.outbound.OwnPort;
import dev.hanse.apiserver.pki.ServingCertificate;
import dev.hanse.apiserver.read.HistoryObjects;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// What a server stands on before it is assembled, and what extensions are built from.
///
/// @param rbac decides by the RBAC objects of one cluster alone, without the rest of the chain
/// @param schemas compiles schemas and shares what is equal
/// @param adminTokens the tokens of this run
/// @param outbound calls webhooks; closed with the server
/// @param ownPort told when the server listens
public record ServerFoundation(
        ServerConfig config,
        Storage storage,
        StoredForm form,
        StoredObjects objects,
        Rbac rbac,
        SchemaCompiler schemas,
        ServingCertificate certificate,
        ServiceAccountKeys serviceAccountKeys,
        ServiceAccountConfig serviceAccounts,
        AdminTokens adminTokens,
        Outbound outbound,
        OwnPort ownPort,
        Clock clock) {

    /// @param knownShardAdminToken from an existing kubeconfig, or empty
    public static ServerFoundation lay(
            ServerConfig config, Storage storage, String knownShardAdminToken, Clock clock) {
        var form = new StoredForm(config.hostsManyClusters());
        var objects = new HistoryObjects(storage, form);
        var state = config.stateDirectory();
        var ownPort = new OwnPort();
        var addresses =
                new AddressRules(!config.hostsManyClusters(), config.webhookAddresses(), ownPort);
        return new ServerFoundation(
                config,
                storage,
                form,
                objects,
                new Rbac(objects),
                new SchemaCompiler(),
                certificate(config, clock),
                keys(config, state),
                new ServiceAccountConfig(
                        List.of(config.serviceAccountIssuer()), config.serviceAccountAudiences()),
                AdminTokens.prepare(state.resolve(".admin-token-store"), knownShardAdminToken),
                new OutboundHttp(addresses),
                ownPort,
                clock);
    }

    /// Makes definitions of custom resources; shares what is equal as long as it is the same one.
    public CrdCompiler crdCompiler() {
        return new CrdCompiler(
                schemas, clock, new ConversionWebhooks(outbound, new Endpoints(objects)));
    }

    private static ServingCertificate certificate(ServerConfig config, Clock clock) {
        if (config.certificateFile() != null && config.keyFile() != null) {
            return ServingCertificate.of(config.certificateFile(), config.keyFile());
        }
        return ServingCertificate.prepare(
                config.stateDirectory(),
                config.certificateName(),
                List.of(config.externalHost(), config.bindAddress()),
                clock);
    }

    private static ServiceAccountKeys keys(ServerConfig config, Path state) {
        return config.serviceAccountSigningKeyFile() != null
                ? ServiceAccountKeys.load(
                        config.serviceAccountSigningKeyFile(), config.serviceAccountKeyFiles())
                : ServiceAccountKeys.loadOrCreate(state.resolve("sa.key"));
    }
}
