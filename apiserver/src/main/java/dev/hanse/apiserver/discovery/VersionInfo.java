package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The answer to `/version`: the Kubernetes version whose API is spoken, and who speaks it.
public record VersionInfo(String major, String minor, String gitVersion) {

    public static final VersionInfo CURRENT = new VersionInfo("1", "36", "v1.36.0+hanse-0.1.0");

    /// `k8s.io/apimachinery pkg/version.Info`, all fields of which clients may rely on.
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        return json.put("major", major)
                .put("minor", minor)
                .put("emulationMajor", major)
                .put("emulationMinor", minor)
                .put("minCompatibilityMajor", major)
                .put("minCompatibilityMinor", minor)
                .put("gitVersion", gitVersion)
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac " + Runtime.version().feature())
                .put(
                        "platform",
                        System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT)
                                + "/"
                                + System.getProperty("os.arch"));
    }
}
