package dev.hanse.app.storage;

import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.ServerHandle;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.observe.ServerPath;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.FrameSource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.Storage;
import dev.hanse.storage.encryption.EncryptedStorage;
import dev.hanse.storage.snapshot.SnapshotHeader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// What a running server tells `hanse storage` about its store: everything that is in it, and how
/// much of what.
///
/// Everything is more than any tenant's administrator may see, the root workspace's included: only
/// operators of the server itself pass. One walk at a time, because each holds on to disk space.
public final class StorageExtension implements Extension {

    static final String SNAPSHOT = "/storage/snapshot";
    static final String STATISTICS = "/storage/statistics";

    static final Range EVERYTHING = new Range(Bytes.EMPTY, null);

    private final Storage storage;
    private final Clock clock;
    private final Semaphore walks = new Semaphore(1);
    private volatile String name = "a server";

    /// @param storage if it encrypts, what is below it is shown: a snapshot must not need the keys,
    ///   and must not be worth stealing without them
    public StorageExtension(Storage storage, Clock clock) {
        this.storage = storage instanceof EncryptedStorage encrypted ? encrypted.stored() : storage;
        this.clock = clock;
    }

    @Override
    public List<Authorizer> authorizers() {
        return List.of(StorageExtension::onlyOperators);
    }

    private static Decision onlyOperators(Attributes attributes) {
        return !attributes.isResource()
                        && attributes.path().startsWith("/storage/")
                        && !attributes.user().isMaster()
                ? Decision.deny("only members of system:masters reach the store itself")
                : Decision.noOpinion("");
    }

    @Override
    public List<ServerPath> serverPaths() {
        return List.of(
                new Walk(
                        SNAPSHOT,
                        "application/vnd.hanse.snapshot",
                        scan ->
                                new SnapshotFrames(
                                        scan,
                                        new SnapshotHeader(
                                                name, clock.instant(), scan.revision()))),
                new Walk(
                        STATISTICS,
                        "application/json",
                        scan -> new StatisticsFrames(storage, scan)));
    }

    @Override
    public void start(ServerHandle server) {
        name = server.externalUrl().toString();
    }

    /// A path that answers with something made of everything there is at one revision.
    private final class Walk implements ServerPath {

        private final String path;
        private final String type;
        private final Function<Scan, FrameSource> frames;

        Walk(String path, String type, Function<Scan, FrameSource> frames) {
            this.path = path;
            this.type = type;
            this.frames = frames;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public ApiResponse answer(ApiRequest request) {
            var scan = begin();
            try {
                return new ApiResponse.Stream(200, type, frames.apply(scan), Map.of());
            } catch (RuntimeException e) {
                scan.close();
                throw e;
            }
        }
    }

    private Scan begin() {
        if (!walks.tryAcquire()) {
            throw ApiException.tooManyRequests("somebody else is reading the whole store", 10);
        }
        try {
            return new PatientScan(storage.scan(EVERYTHING, Revision.NONE), clock, walks::release);
        } catch (RuntimeException e) {
            walks.release();
            throw e;
        }
    }
}
