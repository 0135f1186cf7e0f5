package dev.hanse.syncer.placement;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Decides where one order goes.
///
/// An order stays where it is as long as it may: neither a full nor a silent nor a cordoned site
/// moves it. A new one goes to the site with the fewest orders; ties go by name, so the same
/// question always gets the same answer.
final class Chooser {

    static final String NO_VALID_TARGET = "NoValidTarget";

    private final Predicate<Candidate> supports;
    private final ToIntFunction<Candidate> load;
    private final Instant now;

    /// @param supports whether a target takes objects of the order's API
    /// @param load how many orders it has
    Chooser(Predicate<Candidate> supports, ToIntFunction<Candidate> load, Instant now) {
        this.supports = supports;
        this.load = load;
        this.now = now;
    }

    /// @param current the key of the target that has the order; empty if none
    /// @param constraint what led to the candidates, in words
    /// @param api the order's API, in words
    Choice choose(List<Candidate> candidates, String current, String constraint, String api) {
        var may = candidates.stream().filter(supports).filter(it -> !it.isEvicting(now)).toList();
        if (may.stream().anyMatch(it -> it.key().value().equals(current))) {
            return new Choice.Stay();
        }
        var best =
                may.stream()
                        .filter(it -> it.isSchedulable(now))
                        .min(
                                // A site that is silent is only better than none.
                                Comparator.comparing((Candidate it) -> !it.isConnected())
                                        .thenComparingInt(load)
                                        .thenComparing(it -> it.target().name()));
        if (best.isPresent()) {
            return current.isEmpty() ? new Choice.Go(best.get()) : new Choice.Leave();
        }
        return new Choice.Impossible(NO_VALID_TARGET, why(candidates, may, constraint, api));
    }

    private static String why(
            List<Candidate> candidates, List<Candidate> may, String constraint, String api) {
        if (candidates.isEmpty()) {
            return "no site matches " + constraint;
        }
        if (may.isEmpty()) {
            return "no site that matches " + constraint + " takes " + api;
        }
        return "every site that matches " + constraint + " is closed to new orders";
    }
}
