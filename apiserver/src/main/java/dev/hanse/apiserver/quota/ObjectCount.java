package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Quantity;
import java.util.Set;
import java.util.TreeMap;

/// Counts objects: as `count/<resource>.<group>`, and some of the core group by their bare name.
record ObjectCount(GroupResource resource) implements Meter {

    private static final Set<String> BARE =
            Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

    @Override
    public Amounts usage(JsonNode object) {
        var one = new TreeMap<String, Quantity>();
        one.put(Meter.countOf(resource), Quantity.of(1));
        if (hasBareName()) {
            one.put(resource.resource(), Quantity.of(1));
        }
        return new Amounts(one);
    }

    @Override
    public boolean matches(String name) {
        return name.equals(Meter.countOf(resource))
                || (hasBareName() && name.equals(resource.resource()));
    }

    private boolean hasBareName() {
        return resource.group().isEmpty() && BARE.contains(resource.resource());
    }
}
