package dev.hanse.machinery.cel;

import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import java.math.BigDecimal;
import java.util.Optional;

/// Kubernetes' quantity library: `quantity`, `isQuantity`, arithmetic and comparison.
final class CelQuantityFunctions {

    private static final String SUFFIXES = "numkMGTPE";

    private CelQuantityFunctions() {}

    /// A parsed quantity; what it was written with does not matter to rules.
    private record Quantity(BigDecimal amount) {
        Quantity {
            amount = amount.stripTrailingZeros();
        }

        boolean isInteger() {
            return amount.scale() <= 0 && amount.toBigInteger().bitLength() < Long.SIZE;
        }
    }

    static CelFunctions library() {
        var quantity = OpaqueType.create("kubernetes.Quantity");
        var self = new CelFunctions.Parameter<>(quantity, Quantity.class);
        var number = new CelFunctions.Parameter<>(SimpleType.INT, Long.class);
        var bool = SimpleType.BOOL;
        var integer = SimpleType.INT;
        return new CelFunctions()
                .function(
                        "quantity",
                        quantity,
                        SimpleType.STRING,
                        String.class,
                        CelQuantityFunctions::required)
                .function(
                        "isQuantity",
                        bool,
                        SimpleType.STRING,
                        String.class,
                        x -> parse(x).isPresent())
                .method("isInteger", bool, quantity, Quantity.class, Quantity::isInteger)
                .method("asInteger", integer, quantity, Quantity.class, x -> whole(x.amount()))
                .method(
                        "asApproximateFloat",
                        SimpleType.DOUBLE,
                        quantity,
                        Quantity.class,
                        x -> x.amount().doubleValue())
                .method("sign", integer, quantity, Quantity.class, x -> (long) x.amount().signum())
                // Documented as a method; Kubernetes has it as a function.
                .function(
                        "sign", integer, quantity, Quantity.class, x -> (long) x.amount().signum())
                .method("add", quantity, self, self, (x, y) -> plus(x, y.amount()))
                .method("add", quantity, self, number, (x, y) -> plus(x, BigDecimal.valueOf(y)))
                .method("sub", quantity, self, self, (x, y) -> plus(x, y.amount().negate()))
                .method(
                        "sub",
                        quantity,
                        self,
                        number,
                        (x, y) -> plus(x, BigDecimal.valueOf(y).negate()))
                .method("compareTo", integer, self, self, (x, y) -> (long) compare(x, y))
                .method("isLessThan", bool, self, self, (x, y) -> compare(x, y) < 0)
                .method("isGreaterThan", bool, self, self, (x, y) -> compare(x, y) > 0);
    }

    private static Quantity required(String text) {
        return parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "quantities must match the regular expression"
                                            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"));
    }

    private static Optional<Quantity> parse(String text) {
        var end = 0;
        while (end < text.length() && "+-.0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        try {
            var amount = new BigDecimal(text.substring(0, end));
            return scaled(amount, text.substring(end)).map(Quantity::new);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> scaled(BigDecimal amount, String suffix) {
        if (suffix.isEmpty()) {
            return Optional.of(amount);
        }
        var binary = "KMGTPE".indexOf(suffix.charAt(0));
        if (suffix.length() == 2 && suffix.charAt(1) == 'i' && binary >= 0) {
            return Optional.of(amount.multiply(BigDecimal.valueOf(1L << (10 * (binary + 1)))));
        }
        var decimal = SUFFIXES.indexOf(suffix.charAt(0));
        if (suffix.length() == 1 && decimal >= 0) {
            return Optional.of(
                    amount.scaleByPowerOfTen(3 * (decimal < 3 ? decimal - 3 : decimal - 2)));
        }
        if (suffix.length() <= 4 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            return Optional.of(amount.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))));
        }
        return Optional.empty();
    }

    private static Quantity plus(Quantity left, BigDecimal right) {
        return new Quantity(left.amount().add(right));
    }

    private static int compare(Quantity left, Quantity right) {
        return left.amount().compareTo(right.amount());
    }

    private static long whole(BigDecimal amount) {
        try {
            return amount.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("cannot convert value to integer", e);
        }
    }
}
