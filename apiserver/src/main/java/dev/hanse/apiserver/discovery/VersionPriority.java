package dev.hanse.apiserver.discovery;

import java.util.Comparator;
import java.util.regex.Pattern;

/// Orders version names the way clients should prefer them: `v10`, `v2`, `v1`, `v11beta2`,
/// `v3beta1`, `v12alpha1`, then everything else by name (k8s.io/apimachinery
/// pkg/version/helpers.go).
final class VersionPriority implements Comparator<String> {

    static final VersionPriority MOST_PREFERRED_FIRST = new VersionPriority();

    private static final Pattern KUBERNETES =
            Pattern.compile("v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?");

    private enum Stability {
        STABLE,
        BETA,
        ALPHA,
        OTHER
    }

    private record Parsed(Stability stability, int major, int minor) {

        static Parsed of(String version) {
            var matcher = KUBERNETES.matcher(version);
            if (!matcher.matches()) {
                return new Parsed(Stability.OTHER, 0, 0);
            }
            try {
                int major = Integer.parseInt(matcher.group(1));
                if (matcher.group(2) == null) {
                    return new Parsed(Stability.STABLE, major, 0);
                }
                var stability = matcher.group(2).equals("beta") ? Stability.BETA : Stability.ALPHA;
                return new Parsed(stability, major, Integer.parseInt(matcher.group(3)));
            } catch (NumberFormatException e) {
                return new Parsed(Stability.OTHER, 0, 0);
            }
        }
    }

    private static final Comparator<Parsed> BY_PREFERENCE =
            Comparator.comparing(Parsed::stability)
                    .thenComparing(Parsed::major, Comparator.reverseOrder())
                    .thenComparing(Parsed::minor, Comparator.reverseOrder());

    private VersionPriority() {}

    @Override
    public int compare(String one, String other) {
        int byPreference = BY_PREFERENCE.compare(Parsed.of(one), Parsed.of(other));
        return byPreference != 0 ? byPreference : one.compareTo(other);
    }
}
