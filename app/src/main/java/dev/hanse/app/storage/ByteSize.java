package dev.hanse.app.storage;

import java.util.regex.Pattern;

/// A number of bytes as Kubernetes writes quantities of memory, such as `64Mi`.
record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(Ki|Mi|Gi|Ti)?");
    private static final String UNITS = "KMGT";
    private static final int BITS_PER_UNIT = 10;

    /// @throws IllegalArgumentException if `text` is no such number
    static ByteSize parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw notASize(text);
        }
        long number = Long.parseLong(form.group(1));
        var unit = form.group(2);
        int bits = unit == null ? 0 : BITS_PER_UNIT * (UNITS.indexOf(unit.charAt(0)) + 1);
        if (number > (Long.MAX_VALUE >> bits)) {
            throw notASize(text);
        }
        return new ByteSize(number << bits);
    }

    private static IllegalArgumentException notASize(String text) {
        return new IllegalArgumentException("\"" + text + "\" is no size such as 64Mi or 2Gi");
    }
}
