package dev.hanse.apiserver;

import dev.hanse.apiserver.admission.AdmissionChain;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.Jurisdictions;
import dev.hanse.apiserver.admission.policy.PolicyPrograms;
import dev.hanse.apiserver.aggregation.RemoteVersions;
import dev.hanse.apiserver.authn.Authenticators;
import dev.hanse.apiserver.authn.OpenIdDocuments;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.AuthorizerChain;
import dev.hanse.apiserver.authz.Impersonation;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.Catalog;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.discovery.DiscoveryEndpoint;
import dev.hanse.apiserver.discovery.VersionInfo;
import dev.hanse.apiserver.flow.Deadlines;
import dev.hanse.apiserver.flow.FlowControl;
import dev.hanse.apiserver.http.HttpFront;
import dev.hanse.apiserver.http.HttpFrontConfig;
import dev.hanse.apiserver.loopback.LoopbackClient;
import dev.hanse.apiserver.observe.Readiness;
import dev.hanse.apiserver.observe.ServerDocument;
import dev.hanse.apiserver.observe.ServerEndpoint;
import dev.hanse.apiserver.quota.QuotaLedger;
import dev.hanse.apiserver.read.Reads;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.registry.ObjectStore;
import dev.hanse.apiserver.registry.Writes;
import dev.hanse.apiserver.request.ClusterResolver;
import dev.hanse.apiserver.request.User;
import dev.hanse.apiserver.rest.ResourceEndpoint;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.tenancy.ClusterName;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running API server: the pipeline behind a socket, its controllers and its extensions.
public final class ApiServer implements ServerHandle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);
    private static final int SURFACES = 10_000;

    private final ServerFoundation foundation;
    private final List<Extension> extensions;
    private final AuthorizerChain authorizer;
    private final Catalog catalog;
    private final ObjectStore store;
    private final Readiness readiness = new Readiness();
    private final Deadlines deadlines;
    private final HttpFront front;
    private final BuiltInControllers controllers;

    private ApiServer(
            ServerFoundation foundation, List<Extension> extensions, ClusterResolver clusters) {
        this.foundation = foundation;
        this.extensions = List.copyOf(extensions);
        this.authorizer =
                new AuthorizerChain(
                        each(extensions, Extension::authorizers),
                        foundation.rbac(),
                        foundation.config().hostsManyClusters()
                                ? AuthorizerChain.Reasons.HIDDEN
                                : AuthorizerChain.Reasons.SHOWN);
        var credentials = Credentials.of(foundation);
        var policies = new PolicyPrograms(foundation.schemas());
        this.catalog = new Catalog(sources(credentials, policies), foundation.objects(), SURFACES);
        var storage = foundation.storage();
        var form = foundation.form();
        this.store =
                new ObjectStore(
                        storage,
                        new Reads(storage, form),
                        new Writes(
                                storage,
                                form,
                                admission(policies),
                                new QuotaLedger(foundation.objects(), form),
                                new SecureRandom()));
        this.deadlines = new Deadlines(foundation.config().limits().timeout());
        this.front =
                HttpFront.start(
                        new HttpFrontConfig(
                                foundation.config().bindAddress(),
                                foundation.config().port(),
                                foundation.certificate().certificateFile(),
                                foundation.certificate().keyFile(),
                                HttpFrontConfig.KUBERNETES_BODY_LIMIT),
                        pipeline(credentials.authenticators(), clusters)::handle);
        foundation.ownPort().set(front.port());
        this.controllers = new BuiltInControllers(this, catalog, foundation);
    }

    /// Starts everything and returns when the server is ready.
    ///
    /// @param clusters finds the cluster behind `/clusters/<segment>`
    public static ApiServer start(
            ServerFoundation foundation, List<Extension> extensions, ClusterResolver clusters) {
        var server = new ApiServer(foundation, extensions, clusters);
        try {
            server.begin();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void begin() {
        readiness.waitingFor("rbac/bootstrap-roles");
        Bootstrap.policy(this, foundation.config());
        controllers.start();
        for (var extension : extensions) {
            readiness.waitingFor(extension.getClass().getSimpleName());
            extension.start(this);
        }
        readiness.ready();
        log.atInfo().addKeyValue("url", externalUrl()).log("server ready");
    }

    private List<ResourceSource> sources(Credentials credentials, PolicyPrograms policies) {
        var sources = new ArrayList<ResourceSource>();
        sources.add(
                BuiltIns.source(
                        foundation,
                        authorizer,
                        credentials,
                        () -> client(User.system("system:hanse:pods")),
                        policies));
        sources.addAll(each(extensions, Extension::resources));
        sources.add(BuiltIns.customResources(foundation));
        if (foundation.config().onlyCluster() != null
                && foundation.config().profile() == Profile.KUBERNETES) {
            sources.add(new RemoteVersions(foundation.objects()));
        }
        return sources;
    }

    private AdmissionChain admission(PolicyPrograms policies) {
        var plugins =
                new ArrayList<AdmissionPlugin>(
                        BuiltIns.admission(foundation, authorizer, catalog::surface));
        plugins.addAll(each(extensions, Extension::admission));
        var jurisdictions = new Jurisdictions(each(extensions, Extension::jurisdictions));
        return new AdmissionChain(
                plugins,
                BuiltIns.interceptors(
                        foundation, jurisdictions, authorizer, catalog::surface, policies));
    }

    private RequestPipeline pipeline(Authenticators authenticators, ClusterResolver clusters) {
        var server =
                new ServerEndpoint(
                        readiness,
                        VersionInfo.CURRENT.toJson(),
                        tokenDocuments(),
                        each(extensions, Extension::serverPaths),
                        foundation.config().onlyCluster());
        var config = foundation.config();
        return new RequestPipeline(
                deadlines,
                new FlowControl(config.limits(), config.hostsManyClusters()),
                authenticators,
                new Impersonation(authorizer),
                clusters,
                authorizer,
                catalog,
                new DiscoveryEndpoint(VersionInfo.CURRENT, foundation.clock()),
                new ResourceEndpoint(store, catalog::surface, foundation.clock()),
                server,
                each(extensions, Extension::views),
                foundation.clock());
    }

    /// By which others verify service account tokens.
    private List<ServerDocument> tokenDocuments() {
        var keys = foundation.serviceAccountKeys();
        return List.of(
                new ServerDocument(
                        OpenIdDocuments.KEYS_PATH,
                        "application/jwk-set+json",
                        () -> OpenIdDocuments.keys(keys)),
                new ServerDocument(
                        OpenIdDocuments.CONFIGURATION_PATH,
                        "application/json",
                        () ->
                                OpenIdDocuments.configuration(
                                        foundation.serviceAccounts(), keys, advertisedUrl())));
    }

    /// Where other machines reach the server, if they do.
    private URI advertisedUrl() {
        var address = foundation.config().advertisedAddress();
        return address.isEmpty() ? externalUrl() : url(address);
    }

    private URI url(String host) {
        var bracketed = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("https://" + bracketed + ":" + front.port());
    }

    private static <T> List<T> each(List<Extension> extensions, Function<Extension, List<T>> part) {
        return extensions.stream().flatMap(extension -> part.apply(extension).stream()).toList();
    }

    @Override
    public ObjectClient client(User user) {
        return new LoopbackClient(user, authorizer, catalog, store, foundation.clock());
    }

    @Override
    public StoredObjects objects() {
        return foundation.objects();
    }

    @Override
    public Authorizer authorizer() {
        return authorizer;
    }

    @Override
    public ApiSurface surface(ClusterName cluster) {
        return catalog.surface(cluster);
    }

    @Override
    public Clock clock() {
        return foundation.clock();
    }

    @Override
    public URI externalUrl() {
        return url(foundation.config().externalHost());
    }

    @Override
    public String certificateAuthority() {
        return foundation.certificate().authority();
    }

    /// Stops answering, then the controllers; the storage stays open, it belongs to the caller.
    @Override
    public void close() {
        readiness.waitingFor("shutdown");
        front.close();
        deadlines.close();
        extensions.reversed().forEach(Extension::stop);
        controllers.close();
        foundation.outbound().close();
    }
}
