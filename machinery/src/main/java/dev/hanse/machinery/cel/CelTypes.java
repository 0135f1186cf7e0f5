package dev.hanse.machinery.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import java.util.Map;
import java.util.Optional;

/// The object types that the variables of a [CelLanguage] are made of, by their names.
public record CelTypes(ImmutableMap<String, CelType> byName) implements CelTypeProvider {

    public static CelTypes of(Map<String, CelType> types) {
        return new CelTypes(ImmutableMap.copyOf(types));
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return byName.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
