package dev.hanse.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values that k8s.io/apiserver v0.37.2 wrote: `encryptionconfig.LoadEncryptionConfig` with the
/// secrets of [Secrets], then `TransformToStorage` with the key below as authenticated data.
class KubernetesFormatTest {

    private static final Bytes KEY = Bytes.utf8("/registry/core/secrets/abc/default/one");

    @ParameterizedTest
    @CsvSource({
        "AESGCM, one, 16, 'a value of exactly thirty-two b.',"
            + " 6b38733a656e633a61657367636d3a76313a6f6e653aad272e6965f436858e134b2ee9f6a8857c98f70615f2610cb6049a0bd659965bab5a09e96a4637726edbfd89fa1b3266e632fe41fe6135db7f531a26",
        "AESGCM, one, 16, '',"
            + " 6b38733a656e633a61657367636d3a76313a6f6e653a5053106470b587764e04b694978743e7fd6196aa30e07b74b128f973",
        "AESGCM, one, 16, x,"
            + " 6b38733a656e633a61657367636d3a76313a6f6e653aa00d1261a809fd858495451d8e34922d8a055ba8a4cafba4f01e00c811",
        "AESGCM, three, 24, 'a value of exactly thirty-two b.',"
            + " 6b38733a656e633a61657367636d3a76313a74687265653a9cd95ebe1fb01d8033f472ce21d310ebcc8d13bc298076e51e412d8a3c5044b0dc888f6c314397a01ed6815d810635e126d022da4461522768d155bf",
        "AESGCM, two, 32, 'a value of exactly thirty-two b.',"
            + " 6b38733a656e633a61657367636d3a76313a74776f3a7e1f0df1ff42e8cc149cca8ccc0867f80f1f6c4954c23ff984c74530d9e76e55ac1a398c2e415ec60b029167419e6b8975b426bb334dbc08f6ff255a",
        "AESCBC, one, 32, 'a value of exactly thirty-two b.',"
            + " 6b38733a656e633a6165736362633a76313a6f6e653a899cb8f3cb0e3090c443a277d23df40764dd446018d70ac92d4d446df4acff2e1358a224cdef2be750b2ee1e93cc12d74c524f5a1bf69e7749c9e55a44003be8",
        "AESCBC, one, 32, '',"
            + " 6b38733a656e633a6165736362633a76313a6f6e653a8ded8be5db74193d6f9cc74d933999fdd59937374e481f11d5ebdc8d2ee7a848",
        "AESCBC, one, 32, x,"
            + " 6b38733a656e633a6165736362633a76313a6f6e653a4477e81e180788c24fe9c64a0007c663f381faf1862e442df92e6a534f3d1692",
        "SECRETBOX, one, 32, 'a value of exactly thirty-two b.',"
            + " 6b38733a656e633a736563726574626f783a76313a6f6e653a419aebd54bfafad18f31621c2cbec65a7e6a3dab2957e1f97ad4b5a543f89e6c4052533b8564d431584254c7b80ee10b5def227e4f15fd6c3edfd3767da9e808742968c6715691cd",
        "SECRETBOX, one, 32, '',"
            + " 6b38733a656e633a736563726574626f783a76313a6f6e653a1cda982fdb7ec5c118ca68f8e7e147db8edee39996ff36ec09477b014c5b6e8c91b924b79b1a69f1",
        "SECRETBOX, one, 32, x,"
            + " 6b38733a656e633a736563726574626f783a76313a6f6e653a17ca302f4373f5056543a7281431850f27bb83103690e3e155323cf1824693257474df0650796a1aec"
    })
    void readsWhatKubernetesWrote(
            Algorithm algorithm, String name, int secretLength, String plain, String stored)
            throws Exception {
        var provider = Secrets.provider(algorithm, name, secretLength);
        var bytes = Bytes.wrap(HexFormat.of().parseHex(stored));

        assertThat(provider.claims(bytes)).isTrue();
        assertThat(provider.open(KEY, bytes)).isEqualTo(Bytes.utf8(plain));
        assertThat(provider.seal(KEY, Bytes.utf8(plain)).length()).isEqualTo(bytes.length());
    }
}
