package dev.hanse.machinery.object;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What Kubernetes lets names, label keys and label values look like, with its own words for what
/// is wrong (k8s.io/apimachinery pkg/util/validation). An empty list means valid.
public final class Names {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";

    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final Pattern LABEL_1035_PATTERN = Pattern.compile(LABEL_1035);
    private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED);
    private static final Pattern LABEL_VALUE_PATTERN = Pattern.compile(LABEL_VALUE);

    private Names() {}

    /// Names of namespaces and of most parts of DNS names.
    public static List<String> dns1123Label(String value) {
        var wrong = new ArrayList<String>();
        tooManyCharacters(wrong, value, 63);
        if (!LABEL_PATTERN.matcher(value).matches()) {
            wrong.add(
                    SUBDOMAIN_PATTERN.matcher(value).matches()
                            ? "must not contain dots"
                            : mismatch(
                                    "a lowercase RFC 1123 label must consist of lower case"
                                            + " alphanumeric characters or '-', and must start and"
                                            + " end with an alphanumeric character",
                                    LABEL,
                                    "my-name",
                                    "123-abc"));
        }
        return wrong;
    }

    /// Names of most objects.
    public static List<String> dns1123Subdomain(String value) {
        var wrong = new ArrayList<String>();
        tooManyCharacters(wrong, value, 253);
        if (!SUBDOMAIN_PATTERN.matcher(value).matches()) {
            wrong.add(
                    mismatch(
                            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                                    + " characters, '-' or '.', and must start and end with an"
                                    + " alphanumeric character",
                            SUBDOMAIN,
                            "example.com"));
        }
        return wrong;
    }

    /// Names of services and plural and singular names of resources.
    public static List<String> dns1035Label(String value) {
        var wrong = new ArrayList<String>();
        tooManyCharacters(wrong, value, 63);
        if (!LABEL_1035_PATTERN.matcher(value).matches()) {
            wrong.add(
                    mismatch(
                            "a DNS-1035 label must consist of lower case alphanumeric characters or"
                                    + " '-', start with an alphabetic character, and end with an"
                                    + " alphanumeric character",
                            LABEL_1035,
                            "my-name",
                            "abc-123"));
        }
        return wrong;
    }

    /// Names that need only fit into a URL path, such as those of RBAC objects (k8s.io/apimachinery
    /// pkg/api/validation/path).
    public static List<String> pathSegment(String value) {
        if (value.equals(".") || value.equals("..")) {
            return List.of("may not be '" + value + "'");
        }
        var wrong = new ArrayList<String>();
        for (var illegal : List.of("/", "%")) {
            if (value.contains(illegal)) {
                wrong.add("may not contain '" + illegal + "'");
            }
        }
        return wrong;
    }

    /// Keys of labels and annotations, and finalizers: `name` or `domain/name`.
    public static List<String> qualifiedName(String value) {
        var wrong = new ArrayList<String>();
        var parts = value.split("/", -1);
        if (parts.length > 2) {
            wrong.add(
                    "a valid label key "
                            + notQualified()
                            + " with an optional DNS subdomain prefix and '/' (e.g."
                            + " 'example.com/MyName')");
            return wrong;
        }
        var name = parts[parts.length - 1];
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                wrong.add("prefix part must be non-empty");
            } else {
                dns1123Subdomain(parts[0]).forEach(each -> wrong.add("prefix part " + each));
            }
        }
        if (name.isEmpty()) {
            wrong.add("name part must be non-empty");
        } else if (name.length() > 63) {
            wrong.add("name part must be no more than 63 bytes");
        }
        if (!QUALIFIED_PATTERN.matcher(name).matches()) {
            wrong.add("name part " + notQualified());
        }
        return wrong;
    }

    public static List<String> labelValue(String value) {
        var wrong = new ArrayList<String>();
        tooLong(wrong, value, 63);
        if (!LABEL_VALUE_PATTERN.matcher(value).matches()) {
            wrong.add(
                    mismatch(
                            "a valid label must be an empty string or consist of alphanumeric"
                                    + " characters, '-', '_' or '.', and must start and end with an"
                                    + " alphanumeric character",
                            LABEL_VALUE,
                            "MyValue",
                            "my_value",
                            "12345"));
        }
        return wrong;
    }

    /// Kubernetes counts the same in other words, depending on who counts.
    private static void tooManyCharacters(List<String> wrong, String value, int maximum) {
        if (value.length() > maximum) {
            wrong.add("must be no more than " + maximum + " characters");
        }
    }

    private static void tooLong(List<String> wrong, String value, int maximum) {
        if (value.length() > maximum) {
            wrong.add("must be no more than " + maximum + " bytes");
        }
    }

    private static String notQualified() {
        return mismatch(
                "must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                        + " with an alphanumeric character",
                QUALIFIED,
                "MyName",
                "my.name",
                "123-abc");
    }

    private static String mismatch(String words, String expression, String... examples) {
        return words
                + " (e.g. '"
                + String.join("',  or '", examples)
                + "', regex used for validation is '"
                + expression
                + "')";
    }
}
