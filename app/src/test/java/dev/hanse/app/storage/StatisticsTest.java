package dev.hanse.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void countsKeysAndBytesOfEachApiLargestFirst() {
        var statistics = new Statistics();
        statistics.add(entry("/registry/core/secrets/one/default/a", "1"));
        statistics.add(entry("/registry/core/secrets/two/b", "22"));
        statistics.add(entry("/registry/db.example.com/databases/hash/one/c", "3".repeat(100)));
        statistics.add(entry("/registry/core/", "4"));
        statistics.add(entry("something else", ""));

        assertThat(statistics.toJson(new Revision(9)))
                .hasToString(
                        "{\"revision\":9,\"keys\":5,\"bytes\":242,\"apis\":["
                                + "{\"api\":\"db.example.com/databases\",\"keys\":1,\"bytes\":145},"
                                + "{\"api\":\"core/secrets\",\"keys\":2,\"bytes\":67},"
                                + "{\"api\":\"other\",\"keys\":2,\"bytes\":30}]}");
    }

    @Test
    void countsNothingInAnEmptyStore() {
        assertThat(new Statistics().toJson(new Revision(1)))
                .hasToString("{\"revision\":1,\"keys\":0,\"bytes\":0,\"apis\":[]}");
    }

    private static Entry entry(String key, String value) {
        return new Entry(Bytes.utf8(key), Bytes.utf8(value), new Revision(1), new Revision(1));
    }
}
