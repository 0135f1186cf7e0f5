package dev.hanse.syncer.placement;

/// Where an order is to be.
sealed interface Choice {

    /// It stays where it is.
    record Stay() implements Choice {}

    /// It goes to this target; it is on none now.
    record Go(Candidate to) implements Choice {}

    /// It may not stay where it is; another target can take it once it has left.
    record Leave() implements Choice {}

    /// Nobody can take it.
    ///
    /// @param reason one of the Scheduled condition's
    /// @param message names the constraint that nothing satisfies
    record Impossible(String reason, String message) implements Choice {}
}
