package dev.hanse.machinery.cel;

/// What the evaluations for one object may cost together. Used by one thread.
///
/// The figures are those of Kubernetes (apiserver/pkg/apis/cel), so that what runs there runs here:
/// one unit is about the cost of reading a field.
public final class CelBudget {

    /// For all rules of a custom resource, or all validations of a policy.
    public static final long PER_OBJECT = 10_000_000;

    /// For the match conditions of one webhook or policy.
    public static final long MATCH_CONDITIONS = 2_500_000;

    /// For one expression.
    static final long PER_CALL = 1_000_000;

    private static final int LONGEST_MESSAGE = 5 * 1024;

    private long left;

    private CelBudget(long left) {
        this.left = left;
    }

    public static CelBudget of(long most) {
        return new CelBudget(most);
    }

    /// Whether a computed message may be shown: it is a short line of text.
    public static boolean isGoodMessage(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_MESSAGE && text.indexOf('\n') < 0;
    }

    void spend(long cost) {
        left -= cost;
    }

    long left() {
        return left;
    }

    /// Forbids all further evaluations.
    public void exhaust() {
        left = 0;
    }

    public boolean isSpent() {
        return left <= 0;
    }

    boolean isOverdrawn() {
        return left < 0;
    }
}
