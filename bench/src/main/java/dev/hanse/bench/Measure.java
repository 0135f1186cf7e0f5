package dev.hanse.bench;

import static dev.hanse.bench.Budget.atLeast;
import static dev.hanse.bench.Budget.atMost;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that is measured, in the order of the report, with its budget where the design has
/// one.
enum Measure {
    COLD_START("cold start, empty, to /readyz", "s", atMost(3, 1)),
    COLD_START_CPU("server CPU of a cold start", "core·s"),
    WARM_START("start with data, to /readyz", "s"),
    IDLE_MEMORY("resident memory, idle", "MiB", atMost(220, 150)),
    IDLE_HEAP("live heap, idle", "MiB"),
    IDLE_CPU("CPU, idle", "% of a core"),
    CREATE_RATE("create ConfigMap 1 KiB", "/s"),
    CREATE_PER_CORE("create ConfigMap 1 KiB, per server core", "/core·s", atLeast(1_000, 3_000)),
    CREATE_P50("create at 80 % load, p50", "ms"),
    CREATE_P99("create at 80 % load, p99", "ms", atMost(50, 10)),
    GET_RATE("get ConfigMap", "/s"),
    GET_PER_CORE("get ConfigMap, per server core", "/core·s"),
    GET_P99("get ConfigMap, p99, all clients busy", "ms"),
    LIST_100_RATE("list 100 ConfigMaps", "/s"),
    LIST_100_PER_CORE("list 100 ConfigMaps, per server core", "/core·s"),
    LIST_100_P99("list 100 ConfigMaps, p99, all clients busy", "ms"),
    UPDATE_RATE("update ConfigMap", "/s"),
    UPDATE_PER_CORE("update ConfigMap, per server core", "/core·s", atLeast(1_000, 3_000)),
    UPDATE_P99("update ConfigMap, p99, all clients busy", "ms"),
    PATCH_RATE("merge patch ConfigMap", "/s"),
    PATCH_PER_CORE("merge patch ConfigMap, per server core", "/core·s", atLeast(1_000, 3_000)),
    PATCH_P99("merge patch ConfigMap, p99, all clients busy", "ms"),
    STRATEGIC_PATCH_RATE("strategic merge patch ConfigMap", "/s"),
    STRATEGIC_PATCH_PER_CORE(
            "strategic merge patch ConfigMap, per server core", "/core·s", atLeast(1_000, 3_000)),
    STRATEGIC_PATCH_P99("strategic merge patch ConfigMap, p99, all clients busy", "ms"),
    JSON_PATCH_RATE("JSON patch ConfigMap", "/s"),
    JSON_PATCH_PER_CORE("JSON patch ConfigMap, per server core", "/core·s", atLeast(1_000, 3_000)),
    JSON_PATCH_P99("JSON patch ConfigMap, p99, all clients busy", "ms"),
    APPLY_RATE("server-side apply ConfigMap", "/s"),
    APPLY_PER_CORE(
            "server-side apply ConfigMap, per server core", "/core·s", atLeast(1_000, 3_000)),
    APPLY_P99("server-side apply ConfigMap, p99, all clients busy", "ms"),
    DELETE_RATE("delete ConfigMap", "/s"),
    DELETE_PER_CORE("delete ConfigMap, per server core", "/core·s", atLeast(1_000, 3_000)),
    DELETE_P99("delete ConfigMap, p99, all clients busy", "ms"),
    LIST_TIME("LIST, per 10,000 × 1 KiB", "ms", atMost(60, 20)),
    LIST_CPU("LIST, server CPU per 10,000 × 1 KiB", "core·ms"),
    LIST_SELECTED_TIME("LIST, half of it by label, per 10,000 × 1 KiB", "ms"),
    LIST_SELECTED_CPU("LIST, half of it by label, server CPU per 10,000", "core·ms"),
    LIST_TABLE_TIME("LIST as Table, per 10,000 × 1 KiB", "ms"),
    LIST_TABLE_CPU("LIST as Table, server CPU per 10,000", "core·ms"),
    LIST_PAGED_TIME("LIST in pages of 500, per 10,000 × 1 KiB", "ms"),
    LIST_PAGED_CPU("LIST in pages of 500, server CPU per 10,000", "core·ms"),
    LIST_SIZE("LIST, bytes per object", "B"),
    WATCH_1_P50("write sent → event, 1 watcher, p50", "ms"),
    WATCH_1_P99("write sent → event, 1 watcher, p99", "ms", atMost(50, 5)),
    WATCH_100_P50("write sent → event, 100 watchers, p50", "ms"),
    WATCH_100_P99("write sent → event, 100 watchers, p99", "ms", atMost(50, 5)),
    WATCH_1000_P50("write sent → event, 1,000 watchers, p50", "ms"),
    WATCH_1000_P99("write sent → event, 1,000 watchers, p99", "ms", atMost(50, 5)),
    WATCH_10000_P50("write sent → event, 10,000 watchers, p50", "ms"),
    WATCH_10000_P99("write sent → event, 10,000 watchers, p99", "ms"),
    WATCH_PACED_RATE("100 writes/s to 1,000 watchers, events", "/s"),
    WATCH_PACED_P50("100 writes/s to 1,000 watchers, p50", "ms"),
    WATCH_PACED_P99("100 writes/s to 1,000 watchers, p99", "ms"),
    WATCH_PACED_CPU("100 writes/s to 1,000 watchers, server CPU per event", "µs"),
    WATCHES_HELD("idle watches held, of those tried (must: 10,000)", ""),
    WATCH_MEMORY("resident memory per idle watch", "KiB"),
    CUSTOM_CREATE_RATE("create custom resource", "/s"),
    CUSTOM_CREATE_PER_CORE(
            "create custom resource, per server core", "/core·s", atLeast(1_000, 3_000)),
    CUSTOM_CREATE_P99("create custom resource, p99, all clients busy", "ms"),
    LARGE_CREATE_RATE("create 10 KiB custom resource, no rules", "/s"),
    LARGE_CREATE_PER_CORE("create 10 KiB custom resource, per server core", "/core·s"),
    RULED_CREATE_RATE("create 10 KiB custom resource, 30 CEL rules", "/s"),
    RULED_CREATE_PER_CORE("the same, per server core", "/core·s"),
    RULE_CPU("server CPU per CEL rule evaluated", "core·µs"),
    SMALL_SCHEMA_CPU("definition of a small schema, server CPU", "core·ms"),
    LARGE_SCHEMA_SIZE("definition of a large schema, size", "KiB"),
    LARGE_SCHEMA_TIME("the same, write to served", "ms", atMost(1_000, 300)),
    LARGE_SCHEMA_CPU("the same, server CPU", "core·ms"),
    LARGE_SCHEMA_HEAP("the same, live heap", "MiB"),
    LARGE_SCHEMA_FIRST("its first object, server CPU", "core·ms"),
    DEFINITIONS("definitions created, with one object each", ""),
    DEFINITION_SERVED_FIRST(
            "definition, write to served, first 500, p99", "ms", atMost(1_000, 100)),
    DEFINITION_SERVED_P99("definition, write to served, all others, p99", "ms", atMost(1_000, 100)),
    DEFINITION_CPU("server CPU per definition and object", "core·ms"),
    DEFINITION_HEAP("live heap per definition and object", "KiB", atMost(100, 30)),
    DEFINITIONS_RESIDENT("resident memory with all of them", "MiB"),
    WORKSPACE_RATE("workspaces created and Ready, flat", "/s", atLeast(50, 200)),
    WORKSPACE_P50("one workspace, create → Ready, p50", "ms"),
    WORKSPACE_CPU("server CPU per workspace", "core·s", atMost(0.04, 0.01)),
    WORKSPACE_HEAP("live heap per workspace", "KiB", atMost(100, 30)),
    FAILED_REQUESTS("requests that failed", "", atMost(0, 0)),
    LOST_EVENTS("watch events that did not come", "", atMost(0, 0));

    private final String text;
    private final String unit;
    private final @Nullable Budget budget;

    Measure(String text, String unit) {
        this(text, unit, null);
    }

    Measure(String text, String unit, @Nullable Budget budget) {
        this.text = text;
        this.unit = unit;
        this.budget = budget;
    }

    String text() {
        return text;
    }

    String unit() {
        return unit;
    }

    Optional<Budget> budget() {
        return Optional.ofNullable(budget);
    }

    /// The key in JSON, stable across releases.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
