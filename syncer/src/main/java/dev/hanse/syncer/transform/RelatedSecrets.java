package dev.hanse.syncer.transform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.KubeObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Where the objects of an API name the secrets that belong to them, as dotted paths such as
/// `status.connectionSecretRef.name`.
public record RelatedSecrets(List<String> paths) {

    /// On an APIExport: the paths of its APIs, separated by commas.
    public static final String ANNOTATION = "sync.hanse.dev/related-secrets";

    public static final RelatedSecrets DEFAULT =
            new RelatedSecrets(List.of("status.connectionSecretRef.name"));

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern DOT = Pattern.compile("\\.");

    public RelatedSecrets {
        paths = List.copyOf(paths);
    }

    public static RelatedSecrets declaredBy(KubeObject export) {
        return export.annotation(ANNOTATION)
                .map(String::strip)
                .map(
                        text ->
                                text.isEmpty()
                                        ? List.<String>of()
                                        : COMMA.splitAsStream(text).toList())
                .map(RelatedSecrets::new)
                .orElse(DEFAULT);
    }

    /// The names `object` mentions.
    public Set<String> namesIn(KubeObject object) {
        var names = new LinkedHashSet<String>();
        for (var path : paths) {
            JsonNode at = object.json();
            for (var field : DOT.split(path, 0)) {
                at = at.path(field);
            }
            if (at.isTextual() && !at.textValue().isEmpty()) {
                names.add(at.textValue());
            }
        }
        return names;
    }
}
