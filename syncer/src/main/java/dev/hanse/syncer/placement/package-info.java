/// The control plane's half: which worker cluster an order goes to, and what is known of the
/// cluster since.
///
/// [dev.hanse.syncer.placement.PlacementControl] starts it; [dev.hanse.syncer.placement.Chooser] is
/// the decision itself. Orders are marked with labels, and the agents do the rest.
@NullMarked
package dev.hanse.syncer.placement;

import org.jspecify.annotations.NullMarked;
