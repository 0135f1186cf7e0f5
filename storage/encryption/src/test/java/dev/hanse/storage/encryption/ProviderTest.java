package dev.hanse.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.storage.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderTest {

    private static final Bytes KEY = Bytes.utf8("/registry/core/secrets/abc/default/one");
    private static final Bytes PLAIN = Bytes.utf8("{\"password\":\"canary\"}");

    @ParameterizedTest
    @EnumSource
    void valuesOfEveryLengthComeBack(Algorithm algorithm) throws Exception {
        var provider = Secrets.fresh(algorithm, "key");

        for (int length : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1024, 1_500_000}) {
            var plain = Bytes.wrap(random(length));

            var sealed = provider.seal(KEY, plain);

            assertThat(provider.open(KEY, sealed)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameValueIsNeverStoredTheSameWay(Algorithm algorithm) {
        var provider = Secrets.fresh(algorithm, "key");
        var seen = new HashSet<Bytes>();

        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add(provider.seal(KEY, PLAIN))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AESCBC")
    void aChangedByteIsNoticedWhereverItIs(Algorithm algorithm) {
        var provider = Secrets.fresh(algorithm, "key");
        var sealed = provider.seal(KEY, PLAIN);
        int nonce = ("k8s:enc:" + algorithm.label() + ":v1:key:").length();

        // Every byte of nonce, tag and ciphertext, in whatever order they are stored.
        for (int i = nonce; i < sealed.length(); i++) {
            var changed = sealed.unsafeArray().clone();
            changed[i] ^= 1;

            assertThatExceptionOfType(GeneralSecurityException.class)
                    .as("byte %d", i)
                    .isThrownBy(() -> provider.open(KEY, Bytes.wrap(changed)))
                    .withMessage("message authentication failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCutShortIsRefused(Algorithm algorithm) {
        var provider = Secrets.fresh(algorithm, "key");
        var sealed = provider.seal(KEY, PLAIN);
        int nonce = ("k8s:enc:" + algorithm.label() + ":v1:key:").length();

        for (int length = nonce; length < sealed.length(); length++) {
            var cut = Bytes.wrap(Arrays.copyOf(sealed.unsafeArray(), length));

            assertThatExceptionOfType(GeneralSecurityException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> provider.open(KEY, cut));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherSecretOfTheSameNameDoesNotRead(Algorithm algorithm) {
        var other = Secrets.fresh(algorithm, "key");
        var sealed = Secrets.fresh(algorithm, "key").seal(KEY, PLAIN);

        assertThat(other.claims(sealed)).isTrue();
        // Without authentication a wrong secret may by chance leave a valid padding, and garbage.
        try {
            assertThat(other.open(KEY, sealed)).isNotEqualTo(PLAIN);
        } catch (GeneralSecurityException e) {
            assertThat(e).hasMessageNotContaining("canary");
        }
    }

    @Test
    void aCiphertextOfAesgcmIsBoundToItsKey() {
        var provider = Secrets.fresh(Algorithm.AESGCM, "key");
        var sealed = provider.seal(KEY, PLAIN);
        var elsewhere = Bytes.utf8("/registry/core/secrets/xyz/default/one");

        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> provider.open(elsewhere, sealed))
                .withMessage("message authentication failed");
    }

    /// Not what one would wish, but Kubernetes' format: the documentation tells it.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AESGCM")
    void otherCiphertextsCanBeMoved(Algorithm algorithm) throws Exception {
        var provider = Secrets.fresh(algorithm, "key");
        var sealed = provider.seal(KEY, PLAIN);

        assertThat(provider.open(Bytes.utf8("/elsewhere"), sealed)).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsMayUseOne(Algorithm algorithm) throws Exception {
        var provider = Secrets.fresh(algorithm, "key");
        var wrong = new ConcurrentLinkedQueue<Object>();

        var threads =
                IntStream.range(0, 8)
                        .mapToObj(
                                thread ->
                                        Thread.startVirtualThread(
                                                () -> comeBack(provider, thread, wrong)))
                        .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(wrong).isEmpty();
    }

    private static void comeBack(
            Provider provider, int thread, ConcurrentLinkedQueue<Object> wrong) {
        try {
            for (int i = 0; i < 500; i++) {
                var key = Bytes.utf8("/" + thread + "/" + i);
                var plain = Bytes.utf8("value " + thread + " " + i);
                var opened = provider.open(key, provider.seal(key, plain));
                if (!opened.equals(plain)) {
                    wrong.add(opened);
                }
            }
        } catch (GeneralSecurityException e) {
            wrong.add(e);
        }
    }

    @Test
    void identityReadsNoCiphertext() {
        var identity = Provider.identity();

        assertThat(identity.claims(PLAIN)).isTrue();
        assertThat(identity.claims(Secrets.fresh(Algorithm.AESGCM, "key").seal(KEY, PLAIN)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aProviderShowsNoSecret(Algorithm algorithm) {
        assertThat(Secrets.provider(algorithm, "key", "s".repeat(32)).toString())
                .isEqualTo("k8s:enc:" + algorithm.label() + ":v1:key:");
    }

    @ParameterizedTest
    @EnumSource
    void aSecretOfAnotherLengthIsRefused(Algorithm algorithm) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Provider.encrypting(
                                        algorithm, "key", Bytes.utf8("short"), new SecureRandom()))
                .withMessage("a secret of 5 bytes");
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
