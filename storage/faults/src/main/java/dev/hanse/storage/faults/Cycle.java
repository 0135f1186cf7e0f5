package dev.hanse.storage.faults;

import dev.hanse.storage.Outcome;
import dev.hanse.storage.conformance.history.Call;
import dev.hanse.storage.conformance.history.Recording;
import java.time.Duration;

/// What happened in one round of a [Campaign].
///
/// @param unresolved transactions whose outcome nobody was told
/// @param events what the log had of the round
/// @param start how long the process took to serve again, or zero if it went on
record Cycle(
        Fault fault,
        int reads,
        int committed,
        int rejected,
        int refused,
        int unresolved,
        int events,
        int cursors,
        Duration start) {

    static Cycle of(Fault fault, Recording recording, int events, Duration start) {
        int reads = 0;
        int committed = 0;
        int rejected = 0;
        int refused = 0;
        int unresolved = 0;
        for (var call : recording.calls()) {
            switch (call) {
                case Call.Read _, Call.OldRead _ -> reads++;
                case Call.Commit(_, _, _, Outcome.Committed _) -> committed++;
                case Call.Commit(_, _, _, Outcome.Rejected _) -> rejected++;
                case Call.Refused _ -> refused++;
                case Call.Unresolved _ -> unresolved++;
            }
        }
        return new Cycle(
                fault,
                reads,
                committed,
                rejected,
                refused,
                unresolved,
                events,
                recording.followings().size(),
                start);
    }
}
