package dev.hanse.storage.conformance.history;

/// What can be wrong with a [ModelStorage].
enum Defect {
    NONE,
    LOST_WRITE,
    STALE_READ,
    TORN_TRANSACTION,
    IGNORED_CONDITION,
    WRITE_AFTER_REFUSAL,
    DUPLICATED_EVENT,
    DROPPED_EVENT,
    SWAPPED_EVENTS,
    EVENT_FROM_BEFORE_THE_START,
    PROGRESS_AHEAD
}
