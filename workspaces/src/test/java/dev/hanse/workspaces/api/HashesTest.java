package dev.hanse.workspaces.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashesTest {

    /// Names of home clusters that kcp gives these users.
    @ParameterizedTest
    @CsvSource({
        "alice, v1u4alow0iv9",
        "bob, 2okdry95y5lkv",
        "user172, 0f9mt7goyif7",
        "'', 36ks9xj4a2n61"
    })
    void base36KeepsLeadingZeroBytes(String user, String expected) {
        var bytes = Arrays.copyOf(Hashes.sha224(user), 8);

        assertThat(Hashes.base36Padded(bytes)).isEqualTo(expected);
    }

    @Test
    void shardNameHasItsKnownHash() {
        assertThat(Hashes.base36Padded(Hashes.sha224("root"))).startsWith("1pfxsevk");
    }

    @Test
    void base62CountsDigitsThenLowerThenUpperCase() {
        assertThat(Hashes.base62(new byte[] {61})).isEqualTo("Z");
        assertThat(Hashes.base62(new byte[] {10})).isEqualTo("a");
        assertThat(Hashes.base62(new byte[] {62})).isEqualTo("10");
        assertThat(Hashes.base62(new byte[] {0})).isEqualTo("0");
    }

    @Test
    void lifecycleLabelsFillALabelKey() {
        var initializer = Marks.initializerLabel("root:universal");
        var terminator = Marks.terminatorLabel("root:universal");

        assertThat(initializer).hasSize(63).startsWith("initializer.internal.kcp.io/");
        assertThat(terminator).hasSize(63).startsWith("terminator.internal.kcp.io/");
        assertThat(Marks.lifecycleLabelValue("root:universal"))
                .hasSize(56)
                .startsWith(initializer.substring("initializer.internal.kcp.io/".length()));
    }
}
