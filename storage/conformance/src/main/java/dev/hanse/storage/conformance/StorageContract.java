package dev.hanse.storage.conformance;

import dev.hanse.storage.Index;
import dev.hanse.storage.Storage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/// The contract of [Storage], executable. An engine is correct when its subclass of this passes.
///
/// Stores should be opened with a deadline of a few seconds, which some tests wait for, and with
/// room for a few dozen recent events only, so that cursors are forced to read from disk.
public abstract class StorageContract {

    private StoreUnderTest store;

    /// Opens a store that is empty the first time within a test, and holds what was there before
    /// every further time. The one opened before has been closed.
    protected abstract Storage open(List<Index> indexes);

    @BeforeEach
    void openStore() {
        store = new StoreUnderTest(this::open);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Nested
    class Reads extends ReadContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Keys extends KeyContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Transactions extends TransactionContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Indexes extends IndexContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class IndexBuilds extends IndexBuildContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Signals extends SignalContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Compaction extends CompactionContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Scans extends ScanContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Limits extends LimitContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Statistics extends StatisticContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class Reopening extends ReopenContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class RandomHistories extends RandomHistoryContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }

    @Nested
    class ConcurrentHistories extends ConcurrentHistoryContract {
        @Override
        StoreUnderTest store() {
            return store;
        }
    }
}
