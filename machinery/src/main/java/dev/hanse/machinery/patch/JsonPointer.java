package dev.hanse.machinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A place in a document, RFC 6901. No segments mean the whole document.
record JsonPointer(List<String> segments) {

    JsonPointer {
        segments = List.copyOf(segments);
    }

    static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return new JsonPointer(List.of());
        }
        if (!text.startsWith("/")) {
            throw RejectedPatch.because("path \"" + text + "\" does not start with '/'");
        }
        var segments = new ArrayList<String>();
        for (var segment : text.substring(1).split("/", -1)) {
            segments.add(segment.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(segments);
    }

    boolean isRoot() {
        return segments.isEmpty();
    }

    String last() {
        return segments.getLast();
    }

    JsonPointer parent() {
        return new JsonPointer(segments.subList(0, segments.size() - 1));
    }

    /// Whether `other` is a place inside this one.
    boolean contains(JsonPointer other) {
        return other.segments.size() > segments.size()
                && other.segments.subList(0, segments.size()).equals(segments);
    }

    /// The value at this place, or a missing node.
    JsonNode in(JsonNode document) {
        var at = document;
        for (var segment : segments) {
            at = at.isArray() ? at.path(index(segment, at.size() - 1)) : at.path(segment);
        }
        return at;
    }

    /// The index that `segment` names in an array: digits without a leading zero, not above
    /// `maximum`; -1 for anything else. Kubernetes also counts from behind, which RFC 6901 does not
    /// know: `-1` is `maximum`.
    static int index(String segment, int maximum) {
        boolean fromBehind = segment.startsWith("-");
        var digits = fromBehind ? segment.substring(1) : segment;
        boolean canonical =
                !digits.isEmpty()
                        && digits.length() < 10
                        && digits.chars().allMatch(each -> each >= '0' && each <= '9')
                        && (digits.charAt(0) != '0' || segment.equals("0"));
        if (!canonical) {
            return -1;
        }
        int number = Integer.parseInt(digits);
        int index = fromBehind ? maximum + 1 - number : number;
        return index <= maximum ? index : -1;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var segment : segments) {
            text.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
