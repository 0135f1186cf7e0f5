package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class EtcdMaintenanceTest {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);

    private static EtcdProcess etcd;

    @TempDir Path directory;
    private final String prefix = "/" + UUID.randomUUID();

    private final List<Entry> entries =
            IntStream.range(0, 1234).mapToObj(EtcdMaintenanceTest::entry).toList();

    @BeforeAll
    static void startEtcd() {
        etcd = EtcdProcess.startNew();
    }

    @AfterAll
    static void stopEtcd() {
        etcd.close();
    }

    @Test
    void aRestoredStoreHasAllKeysAtLaterRevisions() {
        Revision newest;
        var least = new Revision(revision() + 500);
        try (var maintenance = EtcdMaintenance.connect(config())) {
            newest = maintenance.restore(least, entries.iterator());
        }

        try (var storage = EtcdStorage.connect(config())) {
            var found = storage.read(EVERYTHING, Revision.NONE, Integer.MAX_VALUE).entries();
            assertThat(found).extracting(Entry::key).isEqualTo(keys());
            assertThat(found).extracting(Entry::value).isEqualTo(values());
            assertThat(found).allMatch(entry -> entry.modRevision().isAfter(least));
            assertThat(storage.revision()).isGreaterThanOrEqualTo(newest);
            assertThatThrownBy(() -> storage.watch(EVERYTHING, least))
                    .isInstanceOf(CompactedException.class);
        }
    }

    @Test
    void aScanReadsWhatServersWrote() {
        try (var storage = EtcdStorage.connect(config());
                var maintenance = EtcdMaintenance.connect(config())) {
            storage.commit(
                    new Txn(List.of(), List.of(new Write.Put(Bytes.utf8("a"), Bytes.utf8("1")))));
            var expected = storage.read(EVERYTHING, Revision.NONE, 10).entries();
            try (var scan = maintenance.scan()) {
                storage.commit(Txn.create(Bytes.utf8("b"), Bytes.EMPTY));
                assertThat(all(scan)).isEqualTo(expected);
            }
        }
    }

    @Test
    void aScanOfNothingSaysSo() {
        try (var maintenance = EtcdMaintenance.connect(config())) {
            assertThatThrownBy(maintenance::scan)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("there is no store under the prefix");
        }
    }

    @Test
    void aStoreIsNotOverwritten() {
        EtcdStorage.connect(config()).close();

        try (var maintenance = EtcdMaintenance.connect(config())) {
            assertThatThrownBy(() -> maintenance.restore(Revision.NONE, entries.iterator()))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("there is a store under this prefix of etcd already");
        }
    }

    @Test
    void anInterruptedRestoreKeepsServersOutUntilItIsRepeated() {
        try (var maintenance = EtcdMaintenance.connect(config())) {
            assertThatThrownBy(() -> maintenance.restore(Revision.NONE, endless(700)))
                    .hasMessage("the file ends here");
            assertThatThrownBy(() -> EtcdStorage.connect(config()))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("was interrupted");

            maintenance.restore(Revision.NONE, entries.subList(600, 1234).iterator());
        }
        try (var storage = EtcdStorage.connect(config())) {
            assertThat(storage.count(EVERYTHING, Revision.NONE)).isEqualTo(634);
        }
    }

    @Test
    void anEtcdThatIsTooFarBehindIsRefusedUntouched() {
        try (var maintenance = EtcdMaintenance.connect(config())) {
            var far = new Revision(revision() + 1_000_000);
            assertThatThrownBy(() -> maintenance.restore(far, entries.iterator()))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("etcdutl snapshot restore --bump-revision");
        }
        EtcdStorage.connect(config()).close();
    }

    @Test
    void compactingAndDefragmentingGivesSpaceBack() {
        try (var storage = EtcdStorage.connect(config());
                var maintenance = EtcdMaintenance.connect(config())) {
            var random = new Random(1);
            for (int i = 0; i < 40; i++) {
                var value = new byte[500_000];
                random.nextBytes(value);
                storage.commit(
                        new Txn(
                                List.of(),
                                List.of(new Write.Put(Bytes.utf8("key"), Bytes.wrap(value)))));
            }
            assertThat(maintenance.compact(Revision.NONE)).isEqualTo(storage.revision());
            assertThat(maintenance.defragment())
                    .singleElement()
                    .satisfies(
                            each ->
                                    assertThat(each.bytesAfter())
                                            .isLessThan(each.bytesBefore() / 2));
            assertThat(storage.count(EVERYTHING, Revision.NONE)).isEqualTo(1);
        }
    }

    private static long revision() {
        return etcd.operator().revision();
    }

    private EtcdStorageConfig config() {
        return new EtcdStorageConfig(List.of(etcd.endpoint()), prefix, directory);
    }

    private static Iterator<Entry> endless(int good) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(
                        i -> {
                            if (i == good) {
                                throw new IllegalStateException("the file ends here");
                            }
                            return entry(i);
                        })
                .iterator();
    }

    private static Entry entry(int i) {
        return new Entry(
                Bytes.utf8("/key-%05d".formatted(i)),
                Bytes.utf8("value ".repeat(i % 100)),
                new Revision(1),
                new Revision(1));
    }

    private List<Bytes> keys() {
        return entries.stream().map(Entry::key).toList();
    }

    private List<Bytes> values() {
        return entries.stream().map(Entry::value).toList();
    }

    private static List<Entry> all(Scan scan) {
        var all = new ArrayList<Entry>();
        for (var some = scan.next(7); !some.isEmpty(); some = scan.next(7)) {
            all.addAll(some);
        }
        return all;
    }
}
