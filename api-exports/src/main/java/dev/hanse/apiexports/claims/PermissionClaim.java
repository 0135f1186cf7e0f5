package dev.hanse.apiexports.claims;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.workspaces.api.Hashes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A permission claim as written in an export or a binding (v1alpha2).
///
/// @param identityHash of the export the claimed resource comes from, empty for what every cluster
///   serves
/// @param json the whole claim, read only
public record PermissionClaim(
        GroupResource resource, String identityHash, Set<String> verbs, JsonNode json)
        implements Comparable<PermissionClaim> {
    private static final String ANY = "*";
    private static final Comparator<PermissionClaim> ORDER =
            Comparator.<PermissionClaim, String>comparing(each -> each.resource.resource())
                    .thenComparing(each -> each.resource.group())
                    .thenComparing(each -> each.identityHash);

    public PermissionClaim {
        verbs = Set.copyOf(verbs);
    }

    /// What two claims must share to be about the same thing.
    public record Key(GroupResource resource, String identityHash) {}

    public static PermissionClaim of(JsonNode json) {
        var verbs = new LinkedHashSet<String>();
        json.path("verbs").forEach(each -> verbs.add(each.asText()));
        return new PermissionClaim(
                new GroupResource(json.path("group").asText(), json.path("resource").asText()),
                json.path("identityHash").asText(),
                verbs,
                json);
    }

    public static List<PermissionClaim> listOf(JsonNode array) {
        var found = new ArrayList<PermissionClaim>();
        array.forEach(each -> found.add(of(each)));
        return List.copyOf(found);
    }

    public Key key() {
        return new Key(resource, identityHash);
    }

    /// Whether both sides grant a verb. `*` only counts where both wrote it.
    public boolean grants(PermissionClaim accepted, String verb) {
        return (verbs.contains(verb) && accepted.verbs.contains(verb))
                || (verbs.contains(ANY) && accepted.verbs.contains(ANY));
    }

    public boolean isAccepted() {
        return json.path("state").asText().equals("Accepted");
    }

    /// The value of the claim's label. Made of the claim as kcp's Go type prints it: verbs are
    /// null, the selectors left out, and so are empty strings.
    public String labelValue() {
        var hashed = JsonNodeFactory.instance.objectNode();
        if (!resource.group().isEmpty()) {
            hashed.put("group", resource.group());
        }
        hashed.put("resource", resource.resource());
        hashed.putNull("verbs");
        if (!identityHash.isEmpty()) {
            hashed.put("identityHash", identityHash);
        }
        return Hashes.base62(Hashes.sha224(hashed.toString()));
    }

    /// The claim as status lists show it: without what only the author's list has.
    public ObjectNode without(String... fields) {
        ObjectNode copy = json.deepCopy();
        copy.remove(List.of(fields));
        return copy;
    }

    @Override
    public int compareTo(PermissionClaim other) {
        return ORDER.compare(this, other);
    }
}
