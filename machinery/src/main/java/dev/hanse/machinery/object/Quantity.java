package dev.hanse.machinery.object;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// An amount of a resource, such as `500m` or `2Gi` (k8s.io/apimachinery pkg/api/resource).
///
/// @param format what it was written in, and is written in again where that loses nothing
public record Quantity(BigDecimal amount, Format format) {

    /// The families of suffixes.
    public enum Format {
        BINARY,
        DECIMAL,
        EXPONENT
    }

    private static final Pattern SYNTAX =
            Pattern.compile(
                    "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))"
                            + "(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?[0-9]{1,4}))");
    private static final String DECIMAL_SUFFIXES = "num kMGTPE";
    private static final String BINARY_SUFFIXES = " KMGTPE";
    private static final BigInteger KIBI = BigInteger.valueOf(1024);

    /// Kubernetes keeps nothing below a billionth, and rounds away from zero.
    private static final int SMALLEST_SCALE = 9;

    /// The quantity that `text` says, if it says one.
    public static Optional<Quantity> parse(String text) {
        var match = SYNTAX.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(match.group(1));
        if (match.group(2) != null) {
            int power = BINARY_SUFFIXES.indexOf(match.group(2).charAt(0));
            return of(number.multiply(new BigDecimal(KIBI.pow(power))), Format.BINARY);
        }
        if (match.group(4) != null) {
            return of(number.scaleByPowerOfTen(Integer.parseInt(match.group(4))), Format.EXPONENT);
        }
        var suffix = match.group(3);
        int power = suffix.isEmpty() ? 0 : 3 * (DECIMAL_SUFFIXES.indexOf(suffix) - 3);
        return of(number.scaleByPowerOfTen(power), Format.DECIMAL);
    }

    private static Optional<Quantity> of(BigDecimal amount, Format format) {
        return Optional.of(
                new Quantity(
                        amount.scale() > SMALLEST_SCALE
                                ? amount.setScale(SMALLEST_SCALE, RoundingMode.UP)
                                : amount,
                        format));
    }

    /// As Kubernetes writes it: no fraction, and the largest suffix that needs none.
    @Override
    public String toString() {
        if (amount.signum() == 0) {
            return "0";
        }
        if (format == Format.BINARY && isWholeAndLarge()) {
            return binary();
        }
        var shortest = amount.stripTrailingZeros();
        // Down to a power of ten that has a suffix.
        int power = Math.floorDiv(-shortest.scale(), 3) * 3;
        var digits = shortest.scaleByPowerOfTen(-power).toBigInteger().toString();
        if (power == 0) {
            return digits;
        }
        return format == Format.EXPONENT || power > 18
                ? digits + "e" + power
                : digits + DECIMAL_SUFFIXES.charAt(power / 3 + 3);
    }

    private boolean isWholeAndLarge() {
        return amount.stripTrailingZeros().scale() <= 0
                && amount.abs().compareTo(new BigDecimal(KIBI)) >= 0;
    }

    private String binary() {
        var whole = amount.toBigInteger();
        int power = 0;
        while (power < BINARY_SUFFIXES.length() - 1 && whole.mod(KIBI).signum() == 0) {
            whole = whole.divide(KIBI);
            power++;
        }
        return power == 0
                ? whole.toString()
                : whole.toString() + BINARY_SUFFIXES.charAt(power) + "i";
    }
}
