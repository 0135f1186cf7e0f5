package dev.hanse.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EmbeddedOptionsTest {

    private static final Path STORE = Path.of("store");

    @Test
    void withoutOptionsTheDefaultsHold() {
        assertThat(config()).isEqualTo(new EmbeddedStorageConfig(STORE));
    }

    @Test
    void eachSizeGoesWhereItBelongs() {
        var config =
                config(
                        "--storage-block-cache-size=1Gi",
                        "--storage-write-buffer-size",
                        "2Mi",
                        "--storage-reserved-space=0");

        assertThat(config.blockCacheBytes()).isEqualTo(1L << 30);
        assertThat(config.writeBufferBytes()).isEqualTo(2L << 20);
        assertThat(config.reservedBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1048576,1048576", "1024Ki,1048576", "3Mi,3145728", "1Ti,1099511627776"})
    void sizesAreWrittenAsInKubernetes(String given, long bytes) {
        assertThat(config("--storage-block-cache-size", given).blockCacheBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "64MB", "lots", "1.5Gi", "9999999Ti", " 1Mi"})
    void whatIsNoSizeIsRefusedWithOneSentence(String given) {
        assertThatThrownBy(() -> config("--storage-write-buffer-size", given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--storage-write-buffer-size \"%s\" is no size such as 64Mi or 2Gi", given);
    }

    @Test
    void tooLittleMemoryIsRefused() {
        assertThatThrownBy(() -> config("--storage-block-cache-size", "64"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--storage-block-cache-size 64 is less than 1048576 bytes");
    }

    @Test
    void theyAreNotForEtcd() {
        var options = new EmbeddedOptions();
        new CommandLine(options).parseArgs("--storage-reserved-space", "1Gi");

        assertThatThrownBy(options::checkAbsent)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--etcd-servers");
    }

    private static EmbeddedStorageConfig config(String... arguments) {
        var options = new EmbeddedOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.config(STORE);
    }
}
