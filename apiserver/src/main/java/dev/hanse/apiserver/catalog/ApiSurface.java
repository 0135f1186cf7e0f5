package dev.hanse.apiserver.catalog;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersion;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything a logical cluster serves. Immutable, and one instance for all clusters that serve the
/// same, so whatever is rendered from it (discovery, OpenAPI) is rendered once.
public final class ApiSurface {

    private final String contentId;
    private final Map<GroupResource, ResourceDefinition> definitions;
    private final Set<GroupVersion> elsewhere;
    private final ConcurrentHashMap<Object, Rendering> rendered = new ConcurrentHashMap<>();

    /// @param definitions in the order in which groups appear in discovery; the first of equal
    ///   group and resource wins
    public ApiSurface(Collection<ResourceDefinition> definitions) {
        this(definitions, List.of());
    }

    /// @param elsewhere group versions that another server answers for
    public ApiSurface(
            Collection<ResourceDefinition> definitions, Collection<GroupVersion> elsewhere) {
        var byName = new LinkedHashMap<GroupResource, ResourceDefinition>();
        definitions.forEach(each -> byName.putIfAbsent(each.groupResource(), each));
        this.definitions = byName;
        this.elsewhere = Collections.unmodifiableSet(new LinkedHashSet<>(elsewhere));
        this.contentId =
                contentId(byName.values()) + (elsewhere.isEmpty() ? "" : this.elsewhere.toString());
    }

    /// What a surface of these definitions will be interned by.
    static String contentId(Collection<ResourceDefinition> definitions) {
        var id = new StringBuilder();
        definitions.forEach(each -> id.append(each.contentId()).append('\n'));
        return id.toString();
    }

    public String contentId() {
        return contentId;
    }

    public List<ResourceDefinition> definitions() {
        return List.copyOf(definitions.values());
    }

    /// Group versions that another server answers for.
    public Set<GroupVersion> elsewhere() {
        return elsewhere;
    }

    public Optional<ResourceDefinition> find(GroupResource resource) {
        return Optional.ofNullable(definitions.get(resource));
    }

    /// The resource at a version, if that version is served.
    public Optional<ServedResource> find(String group, String version, String resource) {
        return find(new GroupResource(group, resource))
                .flatMap(
                        definition ->
                                definition
                                        .servedVersion(version)
                                        .map(each -> new ServedResource(definition, each)));
    }

    /// Something computed from this surface, kept with it. `render` runs at most once per key, and
    /// may ask for what has other keys.
    @SuppressWarnings(
            "unchecked") // a key always goes with the same type: it is private to its renderer
    public <T> T rendered(Object key, Function<ApiSurface, T> render) {
        return (T)
                rendered.computeIfAbsent(key, _ -> new Rendering()).get(() -> render.apply(this));
    }

    /// Computed outside of the map, which takes no second key while it waits for a first.
    private static final class Rendering {

        private final ReentrantLock turn = new ReentrantLock();
        private volatile @Nullable Object result;

        Object get(Supplier<?> render) {
            var known = result;
            return known == null ? compute(render) : known;
        }

        private Object compute(Supplier<?> render) {
            turn.lock();
            try {
                var known = result;
                if (known == null) {
                    known = Objects.requireNonNull(render.get());
                    result = known;
                }
                return known;
            } finally {
                turn.unlock();
            }
        }
    }
}
