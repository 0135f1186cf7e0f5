package dev.hanse.apiserver.read;

import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Get and list over the history, with Kubernetes' meaning of resourceVersion
/// (<https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions>).
///
/// Thread-safe: keeps no state.
public final class Reads {

    /// How many entries are read from storage at a time while a selection looks for matches.
    private static final int STEP = 1_000;

    private final Storage storage;
    private final StoredForm form;

    public Reads(Storage storage, StoredForm form) {
        this.storage = storage;
        this.form = form;
    }

    public StoredForm form() {
        return form;
    }

    public static Range range(ResourceDefinition definition, ClusterScope scope, String namespace) {
        var resource = definition.storedAs();
        return switch (scope) {
            case ClusterScope.One(var cluster) ->
                    namespace.isEmpty()
                            ? Keyspace.cluster(resource, cluster)
                            : Keyspace.namespace(resource, cluster, namespace);
            case ClusterScope.All _ -> Keyspace.all(resource);
            case ClusterScope.None _ -> throw ApiException.noSuchPath();
        };
    }

    public Optional<Entry> get(
            ResourceDefinition definition, ObjectKey key, String resourceVersion) {
        var at = ResourceVersions.parse(resourceVersion);
        var range = Range.key(Keyspace.key(definition.storedAs(), key));
        return storage.read(range, notOlderThan(at, resourceVersion), 1).entries().stream()
                .findFirst();
    }

    /// @param range see [#range]
    public Listing list(Range range, Selection selection, ListQuery query) {
        var at = startRevision(range, query);
        var from =
                query.continueToken().isEmpty()
                        ? range
                        : new Range(
                                ContinueToken.parse(query.continueToken(), range).start(),
                                range.end());
        try {
            return list(range, from, at, selection, query.limit());
        } catch (CompactedException e) {
            throw query.continueToken().isEmpty()
                    ? ApiException.expired("The resourceVersion for the provided list is too old.")
                    : ResourceVersions.expiredContinue(
                            ContinueToken.parse(query.continueToken(), range)
                                    .inconsistent()
                                    .encode(range));
        }
    }

    private Listing list(Range range, Range from, Revision at, Selection selection, long limit) {
        var found = new ArrayList<Entry>();
        var rest = from;
        var revision = at;
        while (true) {
            requireTime();
            int step = limit == 0 ? STEP : (int) Math.min(STEP, Math.max(limit, 1));
            var page = storage.read(rest, revision, step);
            revision = page.revision();
            for (var entry : selection.of(page.entries())) {
                if (limit > 0 && found.size() == limit) {
                    return pageOf(range, found, revision, selection);
                }
                found.add(entry);
            }
            if (!page.more()) {
                return new Listing(revision, found, "", 0);
            }
            if (limit > 0 && found.size() == limit) {
                return pageOf(range, found, revision, selection);
            }
            rest = rest.after(page.entries().getLast().key());
        }
    }

    /// A long list never waits, so its deadline would pass unnoticed.
    private static void requireTime() {
        if (Thread.currentThread().isInterrupted()) {
            throw ApiException.timeout("the list took too long");
        }
    }

    private Listing pageOf(Range range, List<Entry> found, Revision revision, Selection selection) {
        var next = found.getLast().key().next();
        long remaining =
                selection.isEverything()
                        ? storage.count(new Range(next, range.end()), revision)
                        : -1;
        return new Listing(
                revision,
                found,
                new ContinueToken(revision.value(), next).encode(range),
                remaining);
    }

    private Revision startRevision(Range range, ListQuery query) {
        if (!query.continueToken().isEmpty()) {
            if (!query.resourceVersion().isEmpty() && !query.resourceVersion().equals("0")) {
                throw ApiException.badRequest(
                        "specifying resource version is not allowed when using continue");
            }
            var token = ContinueToken.parse(query.continueToken(), range);
            return token.isInconsistent() ? storage.revision() : new Revision(token.revision());
        }
        var asked = ResourceVersions.parse(query.resourceVersion());
        boolean exact =
                query.match().equals("Exact")
                        || (query.match().isEmpty() && query.limit() > 0 && !asked.isNone());
        if (exact) {
            return asked;
        }
        return notOlderThan(asked, query.resourceVersion());
    }

    /// The revision to read at for "the newest" (empty), "any" (0) or "at least this".
    private Revision notOlderThan(Revision asked, String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return storage.revision();
        }
        var local = storage.localRevision();
        if (!asked.isAfter(local)) {
            return local;
        }
        var newest = storage.revision();
        if (asked.isAfter(newest)) {
            throw ResourceVersions.tooLarge(asked, newest);
        }
        return newest;
    }
}
