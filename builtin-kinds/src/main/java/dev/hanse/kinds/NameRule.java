package dev.hanse.kinds;

/// What names of a kind must look like.
public enum NameRule {
    /// RFC 1123 subdomain: most kinds.
    SUBDOMAIN,

    /// RFC 1123 label: namespaces.
    LABEL,

    /// RFC 1035 label, which starts with a letter: services.
    LABEL_1035,

    /// Anything that can be one segment of a URL path: the RBAC kinds.
    PATH_SEGMENT,

    /// An IP address in its canonical form: the kind that says which are taken.
    IP_ADDRESS;

    static NameRule parse(String word) {
        return switch (word) {
            case "subdomain" -> SUBDOMAIN;
            case "label" -> LABEL;
            case "label1035" -> LABEL_1035;
            case "pathSegment" -> PATH_SEGMENT;
            case "ipAddress" -> IP_ADDRESS;
            default -> throw new IllegalStateException("no name rule " + word);
        };
    }
}
