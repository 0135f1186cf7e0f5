package dev.hanse.machinery.format;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/// A version as <https://semver.org> defines it. Build metadata does not count.
///
/// @param major like the other numbers without a sign, up to 2^64-1
/// @param preRelease identifiers behind the dash; empty for a release
public record SemanticVersion(long major, long minor, long patch, List<String> preRelease)
        implements Comparable<SemanticVersion> {

    private static final String NUMBER = "(0|[1-9][0-9]{0,19})";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern VERSION =
            Pattern.compile(
                    NUMBER
                            + "\\."
                            + NUMBER
                            + "\\."
                            + NUMBER
                            + "(?:-("
                            + IDENTIFIER
                            + "(?:\\."
                            + IDENTIFIER
                            + ")*))?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");

    public SemanticVersion {
        preRelease = List.copyOf(preRelease);
    }

    public static Optional<SemanticVersion> parse(String text) {
        var matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var identifiers = matcher.group(4);
        try {
            return Optional.of(
                    new SemanticVersion(
                            Long.parseUnsignedLong(matcher.group(1)),
                            Long.parseUnsignedLong(matcher.group(2)),
                            Long.parseUnsignedLong(matcher.group(3)),
                            identifiers == null
                                    ? List.of()
                                    : List.of(identifiers.split("\\.", -1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Also takes a leading `v`, leading zeros, and versions without patch or minor number.
    public static Optional<SemanticVersion> parseLenient(String text) {
        var parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.", 3);
        var normal = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            var part = i < parts.length ? parts[i].replaceFirst("^0+(?=[0-9])", "") : "0";
            normal.append(i == 0 ? "" : ".").append(part);
        }
        var last = parts[parts.length - 1];
        boolean isShort = parts.length < 3 && (last.indexOf('-') >= 0 || last.indexOf('+') >= 0);
        return isShort ? Optional.empty() : parse(normal.toString());
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compareUnsigned(major, other.major);
        order = order != 0 ? order : Long.compareUnsigned(minor, other.minor);
        order = order != 0 ? order : Long.compareUnsigned(patch, other.patch);
        return order != 0 ? order : comparePreRelease(other);
    }

    /// A release comes after all that was released before it.
    private int comparePreRelease(SemanticVersion other) {
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    /// Numbers come before words.
    private static int compareIdentifiers(String left, String right) {
        boolean numberLeft = isNumber(left);
        boolean numberRight = isNumber(right);
        if (numberLeft != numberRight) {
            return numberLeft ? -1 : 1;
        }
        int order = numberLeft ? Integer.compare(left.length(), right.length()) : 0;
        return order != 0 ? order : Integer.signum(left.compareTo(right));
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(each -> each >= '0' && each <= '9');
    }
}
