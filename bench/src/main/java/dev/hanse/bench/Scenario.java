package dev.hanse.bench;

/// One part of the benchmark: puts load on the plane and records figures.
sealed interface Scenario
        permits ConfigMapScenario,
                WatchScenario,
                CustomResourceScenario,
                RulesScenario,
                LargeSchemaScenario,
                DefinitionsScenario,
                WorkspaceScenario {

    String name();

    void run(Plane plane);
}
