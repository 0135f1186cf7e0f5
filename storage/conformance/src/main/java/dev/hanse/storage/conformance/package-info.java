/// What every storage engine must do, as tests that engines inherit.
///
/// [StorageContract] gathers the groups; an engine's test class extends it and only says how to
/// open a store.
@NullMarked
package dev.hanse.storage.conformance;

import org.jspecify.annotations.NullMarked;
