package dev.hanse.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.codec.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {a: b}            | {a: c}               | {a: c}
                    {a: b}            | {b: c}               | {a: b, b: c}
                    {a: b}            | {a: null}            | {}
                    {a: b, b: c}      | {a: null}            | {b: c}
                    {a: [b]}          | {a: c}               | {a: c}
                    {a: c}            | {a: [b]}             | {a: [b]}
                    {a: {b: c}}       | {a: {b: d, c: null}} | {a: {b: d}}
                    {a: [{b: c}]}     | {a: [1]}             | {a: [1]}
                    [a, b]            | [c]                  | [c]
                    {a: b}            | [c]                  | [c]
                    {a: x}            | null                 | null
                    {e: null}         | {a: 1}               | {e: null, a: 1}
                    [1]               | {a: b, c: null}      | {a: b}
                    {}                | {a: {b: {c: null}}}  | {a: {b: {}}}
                    {a: 1}            | {a: {b: 2}}          | {a: {b: 2}}
                    """)
    void aPatchIsMergedAsTheRfcSays(String document, String patch, String result) {
        assertThat(MergePatch.apply(Yaml.parse(document), Yaml.parse(patch)))
                .isEqualTo(Yaml.parse(result));
    }
}
