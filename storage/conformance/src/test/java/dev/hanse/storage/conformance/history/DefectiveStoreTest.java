package dev.hanse.storage.conformance.history;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Stores that are wrong now and then are found out; one that is right is not accused.
class DefectiveStoreTest {

    private static final Revision START = new Revision(2);
    private static final Entry OLD = new Entry(Bytes.utf8("old"), Bytes.EMPTY, START, START);
    private static final int OPERATIONS = 150;

    @Test
    void aCorrectStoreIsNotAccused() {
        var storage = new ModelStorage(Defect.NONE);
        var recording = record(storage);

        assertThatCode(() -> explain(storage, recording)).doesNotThrowAnyException();
        assertThatCode(() -> order(recording)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theCheckByRevisionsFindsEveryDefect(Defect defect) {
        var storage = new ModelStorage(defect);
        var recording = record(storage);

        assertThatThrownBy(() -> explain(storage, recording)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {
                "LOST_WRITE",
                "STALE_READ",
                "TORN_TRANSACTION",
                "IGNORED_CONDITION",
                "WRITE_AFTER_REFUSAL"
            })
    void theSearchFindsWhatAnswersShow(Defect defect) {
        var recording = record(new ModelStorage(defect));

        assertThatThrownBy(() -> order(recording))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("no order explains");
    }

    private static Recording record(ModelStorage storage) {
        try {
            return new RandomClients(storage, new RandomClients.Plan(5, 3, 3, true))
                    .run(OPERATIONS, START);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void explain(ModelStorage storage, Recording recording) {
        new HistoryCheck(START, List.of(OLD)).check(recording, storage.log());
    }

    private static void order(Recording recording) {
        Linearizability.require(ValueCalls.of(recording.calls()), Map.of(OLD.key(), OLD.value()));
    }
}
