package dev.hanse.bench;

import java.time.Duration;

/// How much of everything a run does.
///
/// @param objects ConfigMaps created, and then listed
/// @param clients side by side in phases that look for the highest rate
/// @param phaseLimit after which such a phase ends, whatever it has done by then
record Settings(
        int coldStarts,
        int objects,
        int clients,
        int watches,
        int workspaces,
        int customResources,
        int definitions,
        Duration phaseLimit,
        Duration runLimit) {

    static final Settings FULL =
            new Settings(
                    5,
                    10_000,
                    32,
                    10_000,
                    200,
                    3_000,
                    200,
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(10));

    static final Settings QUICK =
            new Settings(
                    1, 1_500, 16, 1_000, 50, 500, 50, Duration.ofSeconds(4), Duration.ofMinutes(3));

    Settings withObjects(int newObjects) {
        return new Settings(
                coldStarts,
                newObjects,
                clients,
                watches,
                workspaces,
                customResources,
                definitions,
                phaseLimit,
                runLimit);
    }

    Settings withClients(int newClients) {
        return new Settings(
                coldStarts,
                objects,
                newClients,
                watches,
                workspaces,
                customResources,
                definitions,
                phaseLimit,
                runLimit);
    }

    Settings withWatches(int newWatches) {
        return new Settings(
                coldStarts,
                objects,
                clients,
                newWatches,
                workspaces,
                customResources,
                definitions,
                phaseLimit,
                runLimit);
    }

    Settings withWorkspaces(int newWorkspaces) {
        return new Settings(
                coldStarts,
                objects,
                clients,
                watches,
                newWorkspaces,
                customResources,
                definitions,
                phaseLimit,
                runLimit);
    }

    Settings withDefinitions(int newDefinitions) {
        return new Settings(
                coldStarts,
                objects,
                clients,
                watches,
                workspaces,
                customResources,
                newDefinitions,
                phaseLimit,
                runLimit.plus(Duration.ofMillis(100L * newDefinitions)));
    }
}
