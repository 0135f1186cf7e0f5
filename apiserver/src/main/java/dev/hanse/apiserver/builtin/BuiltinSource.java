package dev.hanse.apiserver.builtin;

import dev.hanse.apiserver.aggregation.ApiServicePriority;
import dev.hanse.apiserver.builtin.workload.AutoscalerConverter;
import dev.hanse.apiserver.catalog.Column;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceNames;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.catalog.SelectableField;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.kinds.BuiltinKind;
import dev.hanse.kinds.BuiltinKinds;
import dev.hanse.kinds.Printers;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Serves the built-in kinds of a profile, the same in every cluster. Immutable and thread-safe.
public final class BuiltinSource implements ResourceSource {

    /// Scale is three fields at the same places in every kind that has it.
    private static final VersionDefinition.Scale SCALE =
            new VersionDefinition.Scale(".spec.replicas", ".status.replicas", ".spec.selector");

    /// The only built-in kind of which Kubernetes serves two versions that differ.
    private static final Converter AUTOSCALERS = new AutoscalerConverter();

    private final List<ResourceDefinition> definitions;
    private final Map<GroupResource, ResourceDefinition> byName;

    /// What other parts of the server know about kinds that are not theirs alone.
    ///
    /// @param strategies rules of kinds, instead of the ones here
    /// @param subresources handlers by resource and name, such as `serviceaccounts` and `token`
    public record Additions(
            Map<GroupResource, Strategy> strategies,
            Map<GroupResource, Map<String, SubresourceHandler>> subresources) {

        public static final Additions NONE = new Additions(Map.of(), Map.of());

        public Additions {
            strategies = Map.copyOf(strategies);
            subresources = Map.copyOf(subresources);
        }
    }

    /// @param release goes into content ids, so that what clients keep is renewed with the server
    public BuiltinSource(
            Profile profile,
            SchemaCompiler schemas,
            Clock clock,
            String release,
            Additions additions) {
        var factory = new Factory(schemas, new Printers(clock), release, additions);
        var kinds = BuiltinKinds.profile(profile);
        this.definitions =
                kinds.stream()
                        .filter(each -> !isOtherVersion(each))
                        .sorted(order(profile))
                        .map(each -> factory.definition(each, kinds))
                        .toList();
        var byName = new HashMap<GroupResource, ResourceDefinition>();
        definitions.forEach(each -> byName.put(each.groupResource(), each));
        this.byName = Map.copyOf(byName);
    }

    /// Clients take the first of groups that have a resource of the same name, so their order is
    /// part of the API; a workspace has that of kcp.
    private static Comparator<BuiltinKind> order(Profile profile) {
        return switch (profile) {
            case CONTROL_PLANE -> (_, _) -> 0;
            case KUBERNETES ->
                    Comparator.comparing(
                            each -> ApiServicePriority.ofGroup(each.kind().group()),
                            Comparator.reverseOrder());
        };
    }

    /// Whether the kind is one that another version of the same resource stands for.
    private static boolean isOtherVersion(BuiltinKind kind) {
        return kind.storedAs().groupResource().equals(kind.resource().groupResource())
                && !kind.storedAs().equals(kind.resource());
    }

    @Override
    public List<ResourceDefinition> resources(ClusterName cluster) {
        return definitions;
    }

    @Override
    public Optional<ResourceDefinition> acrossClusters(GroupResource resource, String identity) {
        return identity.isEmpty() ? Optional.ofNullable(byName.get(resource)) : Optional.empty();
    }

    /// Turns kinds into definitions.
    private record Factory(
            SchemaCompiler schemas, Printers printers, String release, Additions additions) {

        ResourceDefinition definition(BuiltinKind kind, List<BuiltinKind> all) {
            var names = kind.names();
            var version = kind.kind().version();
            var stored = storedElsewhere(kind, all);
            var others =
                    all.stream()
                            .filter(BuiltinSource::isOtherVersion)
                            .filter(each -> each.storedAs().equals(kind.resource()))
                            .toList();
            return new ResourceDefinition(
                    "builtin:" + release + ":" + kind.resource(),
                    kind.kind().group(),
                    new ResourceNames(
                            names.plural(),
                            names.singular(),
                            kind.kind().kind(),
                            names.listKind(),
                            names.shortNames(),
                            names.categories()),
                    kind.namespaced(),
                    "",
                    stored.map(each -> List.of(version(kind), hidden(each)))
                            .orElseGet(() -> versions(kind, others)),
                    stored.isPresent() ? EventConverter.STORED : version,
                    stored.isPresent()
                            ? new EventConverter()
                            : others.isEmpty() ? Converter.NONE : AUTOSCALERS,
                    strategy(kind),
                    Collections.unmodifiableSet(new LinkedHashSet<>(kind.verbs())));
        }

        /// The kind whose form `kind` is stored in, if it is another one.
        private static Optional<BuiltinKind> storedElsewhere(
                BuiltinKind kind, List<BuiltinKind> all) {
            return kind.storedAs().equals(kind.resource())
                    ? Optional.empty()
                    : all.stream()
                            .filter(each -> each.resource().equals(kind.storedAs()))
                            .findFirst();
        }

        /// The version that is stored, and others, which are printed as that one is.
        private List<VersionDefinition> versions(BuiltinKind kind, List<BuiltinKind> others) {
            var versions = new ArrayList<VersionDefinition>();
            versions.add(version(kind));
            for (var other : others) {
                var columns =
                        other.columns().stream()
                                .map(this::column)
                                .map(each -> each.of(object -> stored(object, kind)))
                                .toList();
                versions.add(version(other).with(columns));
            }
            return versions;
        }

        private static KubeObject stored(KubeObject object, BuiltinKind kind) {
            return new KubeObject(
                    AUTOSCALERS.convert(
                            object.json().deepCopy(), kind.kind().group(), kind.kind().version()));
        }

        private VersionDefinition version(BuiltinKind kind) {
            return new VersionDefinition(
                    kind.kind().version(),
                    true,
                    "",
                    schemas.compileOnUse(kind::schema),
                    kind.subresource("status").isPresent(),
                    kind.subresource("scale").isPresent() ? SCALE : null,
                    kind.columns().stream().map(this::column).toList(),
                    kind.selectableFields().stream()
                            .map(
                                    each ->
                                            SelectableField.of(
                                                    each.label(), each.jsonPaths(), each.absent()))
                            .toList());
        }

        private VersionDefinition hidden(BuiltinKind kind) {
            var version = version(kind);
            return new VersionDefinition(
                    EventConverter.STORED,
                    false,
                    "",
                    version.schema(),
                    version.hasStatus(),
                    null,
                    version.columns(),
                    version.selectableFields());
        }

        private Column column(dev.hanse.kinds.Column column) {
            return new Column(
                    column.name(),
                    column.type(),
                    column.format(),
                    column.description(),
                    column.priority(),
                    printers.cell(column));
        }

        private Strategy strategy(BuiltinKind kind) {
            var name = kind.resource().groupResource();
            var own = BuiltinStrategies.all().getOrDefault(name, Strategy.CUSTOM_RESOURCE);
            return new KindStrategy(
                    kind,
                    additions.strategies().getOrDefault(name, own),
                    additions.subresources().getOrDefault(name, Map.of()));
        }
    }
}
