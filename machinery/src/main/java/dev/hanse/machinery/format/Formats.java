package dev.hanse.machinery.format;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The string formats that Kubernetes enforces for custom resources; all others, `int32` and
/// `int64` among them, are documentation only.
///
/// <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation>
public final class Formats {

    private static final String SHORT_NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String HEX4 = "[0-9a-fA-F]{4}";

    private static final Pattern TIME =
            Pattern.compile(
                    "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?"
                            + "(z|[+-][0-9]{2}:[0-9]{2})");
    private static final Predicate<String> DURATION =
            matching(
                    "[-+]?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+|[-+]?0"
                            + "|([0-9]+ *(ns|nanos?|nanoseconds?|us|µs|micros?|microseconds?|ms"
                            + "|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?"
                            + "|h|hrs?|hours?|d|days?|w|weeks?|wks?) *)+");
    private static final Predicate<String> EMAIL =
            matching("([^<>@]* )?<?[^\\s@<>(),;:\\\\\"\\[\\]]+@[^\\s@<>(),;:\\\\\"]+>?");
    private static final Predicate<String> BASE64 =
            matching(
                    "([A-Za-z0-9+/]{4})*"
                            + "([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})");

    /// Base64 as `encoding/json` of Go takes it: possibly empty, possibly on several lines.
    public static final Predicate<String> ENCODED_BYTES =
            text -> {
                var joined = text.replace("\r", "").replace("\n", "");
                return joined.isEmpty() || BASE64.test(joined);
            };

    private static final Predicate<String> MAC =
            matching(
                    "([0-9a-fA-F]{2}([:-]))([0-9a-fA-F]{2}[:-]){4}([0-9a-fA-F]{2})"
                            + "|([0-9a-fA-F]{2}[:-]){7}[0-9a-fA-F]{2}"
                            + "|([0-9a-fA-F]{4}\\.){2}[0-9a-fA-F]{4}");
    private static final Predicate<String> HOST_LABEL =
            matching(
                    "[a-zA-Z0-9\\p{S}\\p{L}]([-a-zA-Z0-9\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?");
    private static final Predicate<String> LONG_NAME =
            matching(SHORT_NAME + "(\\." + SHORT_NAME + ")*");

    private Formats() {}

    /// The check for a format, if it is enforced.
    public static Optional<Predicate<String>> find(String format) {
        return Optional.ofNullable(
                switch (format.replace("-", "").toLowerCase(Locale.ROOT)) {
                    case "bsonobjectid" -> matching("[0-9a-fA-F]{24}");
                    case "uri" -> Formats::isUri;
                    case "email" -> EMAIL;
                    case "hostname" -> Formats::isHostname;
                    case "ipv4" -> text -> isIp(text, true);
                    case "ipv6" -> text -> isIp(text, false);
                    case "cidr" -> text -> IpAddress.Network.parse(text).isPresent();
                    case "mac" -> MAC;
                    case "uuid" -> uuid(HEX4, HEX4);
                    case "uuid3" -> uuid("3[0-9a-fA-F]{3}", HEX4);
                    case "uuid4" -> uuid("4[0-9a-fA-F]{3}", "[89abAB][0-9a-fA-F]{3}");
                    case "uuid5" -> uuid("5[0-9a-fA-F]{3}", "[89abAB][0-9a-fA-F]{3}");
                    case "isbn" -> text -> isIsbn10(text) || isIsbn13(text);
                    case "isbn10" -> Formats::isIsbn10;
                    case "isbn13" -> Formats::isIsbn13;
                    case "creditcard" -> Formats::isCreditCard;
                    case "ssn" -> matching("[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}");
                    case "hexcolor" -> matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})");
                    case "rgbcolor" ->
                            matching(
                                    "rgb\\(\\s*("
                                        + "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\s*,\\s*){2}"
                                        + "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\s*\\)");
                    case "byte" -> BASE64;
                    case "password" -> _ -> true;
                    case "date" -> Formats::isDate;
                    case "datetime" -> Formats::isDateTime;
                    case "duration" -> DURATION;
                    case "k8sshortname" -> text -> text.length() <= 63 && isShortName(text);
                    case "k8slongname" -> text -> text.length() <= 253 && LONG_NAME.test(text);
                    default -> null;
                });
    }

    private static Predicate<String> matching(String pattern) {
        var compiled = Pattern.compile(pattern);
        return compiled::matches;
    }

    private static Predicate<String> uuid(String version, String variant) {
        return matching(
                "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?"
                        + version
                        + "-?"
                        + variant
                        + "-?[0-9a-fA-F]{12}");
    }

    private static boolean isShortName(String text) {
        return text.indexOf('.') < 0 && LONG_NAME.test(text);
    }

    /// What may stand in the first line of an HTTP request: an absolute URI or an absolute path.
    public static boolean isUri(String text) {
        try {
            var uri = new URI(text);
            return uri.isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isIp(String text, boolean version4) {
        return IpAddress.parse(text).filter(each -> each.version4() == version4).isPresent();
    }

    private static boolean isHostname(String text) {
        if (text.isEmpty() || text.length() > 255) {
            return false;
        }
        for (var label : text.split("\\.", -1)) {
            if (label.length() > 63 || !HOST_LABEL.test(label)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDate(String text) {
        if (text.length() != 10) {
            return false;
        }
        try {
            return LocalDate.parse(text).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /// RFC 3339.
    private static boolean isDateTime(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var t = lower.indexOf('t');
        return t > 0 && isDate(lower.substring(0, t)) && TIME.matches(lower.substring(t + 1));
    }

    private static boolean isIsbn10(String text) {
        var digits = text.replaceAll("[\\s-]+", "");
        if (!digits.matches("[0-9]{9}[0-9X]")) {
            return false;
        }
        var sum = 0;
        for (int i = 0; i < 10; i++) {
            var c = digits.charAt(i);
            sum += (i + 1) * (c == 'X' ? 10 : c - '0');
        }
        return sum % 11 == 0;
    }

    private static boolean isIsbn13(String text) {
        var digits = text.replaceAll("[\\s-]+", "");
        if (!digits.matches("[0-9]{13}")) {
            return false;
        }
        var sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
        }
        return sum % 10 == 0;
    }

    /// The Luhn checksum.
    private static boolean isCreditCard(String text) {
        var digits = text.replaceAll("[^0-9]+", "");
        if (digits.length() < 13 || digits.length() > 19) {
            return false;
        }
        var sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
        }
        return sum % 10 == 0;
    }
}
