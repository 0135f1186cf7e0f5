package dev.hanse.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnreadableValueException;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedStorageTest {

    private static final Bytes SECRETS = Bytes.utf8("/secrets/");
    private static final Bytes ONE = Bytes.utf8("/secrets/one");
    private static final Bytes TWO = Bytes.utf8("/secrets/two");
    private static final Bytes PLAIN = Bytes.utf8("canary");

    @TempDir Path directory;

    private final Provider old = Secrets.fresh(Algorithm.SECRETBOX, "old");
    private final Provider fresh = Secrets.fresh(Algorithm.AESGCM, "fresh");

    private Storage stored;
    private EncryptedStorage storage;
    private Encryption current;

    @BeforeEach
    void open() {
        stored = EmbeddedStorage.open(new EmbeddedStorageConfig(directory));
        storage = new EncryptedStorage(stored, () -> current);
        secretsBy(fresh);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void secretsBy(Provider... providers) {
        current = new Encryption(List.of(new Encryption.Rule(SECRETS, List.of(providers))));
    }

    @Nested
    class Values {

        @Test
        void areStoredEncryptedAndReadPlain() {
            storage.commit(Txn.create(ONE, PLAIN));

            assertThat(raw(ONE).value().startsWith(Bytes.utf8("k8s:enc:aesgcm:v1:fresh:")))
                    .isTrue();
            assertThat(read(ONE).value()).isEqualTo(PLAIN);
            assertThat(read(ONE).stale()).isFalse();
        }

        @Test
        void pageByPageAndAtAnOldRevision() {
            var first = storage.commit(Txn.create(ONE, PLAIN));
            storage.commit(Txn.create(TWO, Bytes.utf8("second")));
            var created = ((Outcome.Committed) first).revision();
            storage.commit(Txn.replace(ONE, created, Bytes.utf8("changed")));

            assertThat(storage.read(Range.prefix(SECRETS), Revision.NONE, 1).entries())
                    .extracting(Entry::value)
                    .containsExactly(Bytes.utf8("changed"));
            assertThat(storage.read(Range.prefix(SECRETS), created, 10).entries())
                    .extracting(Entry::value)
                    .containsExactly(PLAIN);
        }

        @Test
        void withoutARuleAreLeftAlone() {
            var key = Bytes.utf8("/configmaps/one");
            storage.commit(Txn.create(key, PLAIN));

            assertThat(raw(key).value()).isEqualTo(PLAIN);
            assertThat(read(key)).isEqualTo(raw(key));
        }

        @Test
        void thatLostARaceAreShownPlain() {
            storage.commit(Txn.create(ONE, PLAIN));

            var outcome = storage.commit(Txn.create(ONE, Bytes.utf8("other")));

            assertThat(((Outcome.Rejected) outcome).found())
                    .extracting(Entry::value)
                    .containsExactly(PLAIN);
        }

        @Test
        void ofEventsAreShownPlainBeforeAndAfter() {
            var cursor = storage.watch(Range.prefix(SECRETS), Revision.NONE);
            var created = (Outcome.Committed) storage.commit(Txn.create(ONE, PLAIN));
            var changed =
                    (Outcome.Committed)
                            storage.commit(
                                    Txn.replace(ONE, created.revision(), Bytes.utf8("changed")));
            storage.commit(Txn.delete(ONE, changed.revision()));

            var events = cursor.next(10).events();

            assertThat(events).hasSize(3);
            assertThat(events.get(0).current()).isEqualTo(entry(PLAIN, created, created));
            assertThat(events.get(0).previous()).isNull();
            assertThat(events.get(1).current())
                    .isEqualTo(entry(Bytes.utf8("changed"), created, changed));
            assertThat(events.get(1).previous()).isEqualTo(entry(PLAIN, created, created));
            assertThat(events.get(2).current()).isNull();
            assertThat(events.get(2).previous())
                    .isEqualTo(entry(Bytes.utf8("changed"), created, changed));
        }

        private static Entry entry(
                Bytes value, Outcome.Committed created, Outcome.Committed changed) {
            return new Entry(ONE, value, created.revision(), changed.revision());
        }
    }

    @Nested
    class Unreadable {

        @Test
        void isACiphertextThatWasMovedToAnotherKey() {
            storage.commit(Txn.create(ONE, PLAIN));
            stored.commit(Txn.create(TWO, raw(ONE).value()));

            assertUnreadable(TWO, "message authentication failed");
            assertThat(read(ONE).value()).isEqualTo(PLAIN);
        }

        @Test
        void isACiphertextWhoseKeyIsGone() {
            storage.commit(Txn.create(ONE, PLAIN));
            secretsBy(old);

            assertUnreadable(ONE, "no matching prefix found");
        }

        @Test
        void isACiphertextThatNoRuleSpeaksOfAnyMore() {
            storage.commit(Txn.create(ONE, PLAIN));
            current = Encryption.NONE;

            assertUnreadable(ONE, "no matching prefix found");
        }

        @Test
        void isAPlainValueThatShouldNotBe() {
            stored.commit(Txn.create(ONE, PLAIN));

            assertUnreadable(ONE, "no matching prefix found");
        }

        @Test
        void doesNotHideWhatIsOutsideOfTheRange() {
            storage.commit(Txn.create(ONE, PLAIN));
            stored.commit(Txn.create(TWO, raw(ONE).value()));

            assertThat(storage.read(Range.key(ONE), Revision.NONE, 10).entries()).hasSize(1);
            assertThat(storage.count(Range.prefix(SECRETS), Revision.NONE)).isEqualTo(2);
        }

        @Test
        void endsACursorForGood() {
            var cursor = storage.watch(Range.prefix(SECRETS), Revision.NONE);
            stored.commit(Txn.create(ONE, PLAIN));
            storage.commit(Txn.create(TWO, PLAIN));

            assertFails(cursor);
            storage.commit(Txn.create(Bytes.utf8("/secrets/three"), PLAIN));
            assertFails(cursor);
        }

        private void assertFails(Cursor cursor) {
            assertThatExceptionOfType(UnreadableValueException.class)
                    .isThrownBy(() -> cursor.next(1))
                    .extracting(UnreadableValueException::key)
                    .isEqualTo(ONE);
        }

        private void assertUnreadable(Bytes key, String reason) {
            assertThatExceptionOfType(UnreadableValueException.class)
                    .isThrownBy(() -> read(key))
                    .withMessage("unable to transform key \"" + key + "\": " + reason);
        }
    }

    @Nested
    class Stale {

        @Test
        void isWhatAnotherThanTheFirstProviderWrote() {
            secretsBy(old);
            storage.commit(Txn.create(ONE, PLAIN));
            secretsBy(fresh, old);

            assertThat(read(ONE).value()).isEqualTo(PLAIN);
            assertThat(read(ONE).stale()).isTrue();
        }

        @Test
        void isAPlainValueThatIsToBeEncrypted() {
            stored.commit(Txn.create(ONE, PLAIN));
            secretsBy(fresh, Provider.identity());

            assertThat(read(ONE).value()).isEqualTo(PLAIN);
            assertThat(read(ONE).stale()).isTrue();
        }

        @Test
        void isAnEncryptedValueThatIsToBePlain() {
            storage.commit(Txn.create(ONE, PLAIN));
            secretsBy(Provider.identity(), fresh);

            assertThat(read(ONE).stale()).isTrue();
        }

        @Test
        void valuesAreRewrittenSoThatTheOldKeyCanGo() {
            secretsBy(old);
            for (int i = 0; i < 450; i++) {
                storage.commit(Txn.create(Bytes.utf8("/secrets/" + i), PLAIN));
            }
            secretsBy(fresh, old);
            storage.commit(Txn.create(ONE, PLAIN));
            var before = read(ONE);

            var rewritten = storage.rewriteStale(Range.prefix(SECRETS));

            assertThat(rewritten).isEqualTo(new Rewritten(450, List.of(), true));
            secretsBy(fresh);
            assertThat(storage.read(Range.prefix(SECRETS), Revision.NONE, 1000).entries())
                    .hasSize(451)
                    .allMatch(entry -> entry.value().equals(PLAIN) && !entry.stale());
            assertThat(read(ONE)).as("was fresh already").isEqualTo(before);
            assertThat(storage.rewriteStale(Range.prefix(SECRETS)).count()).isZero();
        }

        @Test
        void valuesThatNobodyCanReadAreNamedAndPassed() {
            secretsBy(old);
            storage.commit(Txn.create(TWO, PLAIN));
            stored.commit(Txn.create(ONE, Bytes.utf8("k8s:enc:aesgcm:v1:lost:whatever")));
            secretsBy(fresh, old);

            assertThat(storage.rewriteStale(Range.prefix(SECRETS)))
                    .isEqualTo(new Rewritten(1, List.of(ONE), true));
            assertThat(read(TWO).stale()).isFalse();
        }
    }

    @Test
    void theLongestPrefixDecides() {
        current =
                new Encryption(
                        List.of(
                                new Encryption.Rule(Bytes.utf8("/"), List.of(fresh)),
                                new Encryption.Rule(SECRETS, List.of(old)),
                                new Encryption.Rule(
                                        Bytes.utf8("/leases/"), List.of(Provider.identity()))));
        var other = Bytes.utf8("/other/one");
        var lease = Bytes.utf8("/leases/one");
        for (var key : List.of(ONE, other, lease)) {
            storage.commit(Txn.create(key, PLAIN));
        }

        assertThat(raw(ONE).value().startsWith(Bytes.utf8("k8s:enc:secretbox:"))).isTrue();
        assertThat(raw(other).value().startsWith(Bytes.utf8("k8s:enc:aesgcm:"))).isTrue();
        assertThat(raw(lease).value()).isEqualTo(PLAIN);
    }

    private Entry read(Bytes key) {
        return storage.read(Range.key(key), Revision.NONE, 1).entries().getFirst();
    }

    private Entry raw(Bytes key) {
        return stored.read(Range.key(key), Revision.NONE, 1).entries().getFirst();
    }
}
