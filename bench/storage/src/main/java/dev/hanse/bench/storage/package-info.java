/// Measures the storage engines from inside one process each, beside etcd and beside the least that
/// RocksDB has to do. Start at [StorageBench].
@NullMarked
package dev.hanse.bench.storage;

import org.jspecify.annotations.NullMarked;
