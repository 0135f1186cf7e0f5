package dev.hanse.machinery.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/// Examples for every function that Kubernetes documents
/// (<https://kubernetes.io/docs/reference/using-api/cel/>), and for what is not there.
class CelLibraryTest {

    private static final CelLanguage LANGUAGE = new CelEnvironment().language();

    @ParameterizedTest
    @CsvFileSource(resources = "library.txt", delimiterString = " | ", quoteCharacter = '`')
    void everyFunctionGivesAndCostsWhatItDoesInKubernetes(
            String expression, String cost, String expected) throws Exception {
        var budget = CelBudget.of(CelBudget.PER_OBJECT);

        var value = LANGUAGE.compile(expression).evaluate(Map.of(), budget);

        assertThat(CelValues.toJson(value)).hasToString(expected);
        if (!cost.equals("-")) {
            assertThat(CelBudget.PER_OBJECT - budget.left()).isEqualTo(Long.parseLong(cost));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '`',
            textBlock =
                    """
                    url('a b') | URL parse error during conversion from string: parse "a b": invalid URI for request
                    ip('::ffff:1.2.3.4') | IPv4-mapped IPv6 address "::ffff:1.2.3.4" is not allowed
                    quantity('1.5').asInteger() | cannot convert value to integer
                    quantity('x') | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
                    [].max() | max called on empty list
                    1 / 0 | division by zero
                    [1][1] | index out of bounds: 1
                    {'a': 1}['b'] | no such key: b
                    dyn('%d').format(['x']) | error during formatting: decimal clause can only be used on integers, was given string
                    '%x %X %o %b %e %c'.format([255, 255, 8, 5, 1.5, 'a']) | could not parse formatting clause: unrecognized formatting clause "c"
                    '%f'.format([1]) | error during formatting: fixed-point clause can only be used on doubles, was given int
                    '%d'.format(['x']) | error during formatting: decimal clause can only be used on integers, was given string
                    '%s'.format([optional.of(1)]) | error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given optional_type
                    '%d'.format([1.5]) | error during formatting: decimal clause can only be used on integers, was given double
                    '%s'.format([1, 2]) | too many arguments supplied to string.format (expected 1, got 2)
                    '%s %s'.format([1]) | index 1 out of range
                    '%'.format([1]) | unexpected end of string
                    ip('x') | IP Address "x" parse error during conversion from string
                    cidr('10.0.0.0').masked() | network address parse error during conversion from string: network "10.0.0.0" is invalid
                    semver('1.2') | invalid semver "1.2"
                    """)
    void failuresSayWhatKubernetesSays(String expression, String message) throws Exception {
        var program = LANGUAGE.compile(expression);

        assertThatThrownBy(() -> program.evaluate(Map.of(), CelBudget.of(CelBudget.PER_OBJECT)))
                .isInstanceOf(CelFailedException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '`',
            textBlock =
                    """
                    math.greatest(1, 2) | ERROR: <input>:1:1: undeclared reference to 'math' (in container '')
                    math.least([3, 1]) | ERROR: <input>:1:1: undeclared reference to 'math' (in container '')
                    base64.encode(b'hi') | ERROR: <input>:1:1: undeclared reference to 'base64' (in container '')
                    string(base64.decode('aGk=')) | ERROR: <input>:1:8: undeclared reference to 'base64' (in container '')
                    quantity('-1').sign(quantity('1')) | ERROR: <input>:1:20: found no matching overload for 'sign' applied to 'kubernetes.Quantity.(kubernetes.Quantity)'
                    [[1], [2, [3]]].flatten() | ERROR: <input>:1:7: expected type 'list(int)' but found 'list(dyn)'
                    [[1], [2, [3]]].flatten(2) | ERROR: <input>:1:7: expected type 'list(int)' but found 'list(dyn)'
                    'abc'.reverse() | ERROR: <input>:1:14: found no matching overload for 'reverse' applied to 'string.()'
                    optional.of([1, 2]).first() | ERROR: <input>:1:26: found no matching overload for 'first' applied to 'optional_type(list(int)).()'
                    {'a': 1}.optMap(x, x) | ERROR: <input>:1:16: found no matching overload for 'hasValue' applied to 'map(string, int).()'
                    cel.bind(x, 1, x) | ERROR: <input>:1:1: undeclared reference to 'cel' (in container '')
                    type(quantity('1')) == kubernetes.Quantity | ERROR: <input>:1:24: undeclared reference to 'kubernetes' (in container '')
                    type(semver('1.2.3')) == kubernetes.Semver | ERROR: <input>:1:26: undeclared reference to 'kubernetes' (in container '')
                    type(format.uuid()) == kubernetes.NamedFormat | ERROR: <input>:1:24: undeclared reference to 'kubernetes' (in container '')
                    [1].min(2) | ERROR: <input>:1:8: found no matching overload for 'min' applied to 'list(int).(int)'
                    1 == 1.0 | ERROR: <input>:1:3: found no matching overload for '_==_' applied to '(int, double)'
                    [1, 'a'] | ERROR: <input>:1:5: expected type 'int' but found 'string'
                    {'a': 1, 'b': 'x'} | ERROR: <input>:1:13: expected type 'int' but found 'string'
                    'abc'.matches('[') | ERROR: <input>:1:15: invalid matches argument
                    duration('x') | ERROR: <input>:1:10: invalid duration argument
                    timestamp('x') | ERROR: <input>:1:11: invalid timestamp argument
                    """)
    void whatKubernetesDoesNotKnowDoesNotCompile(String expression, String problem) {
        assertThatThrownBy(() -> LANGUAGE.compile(expression))
                .isInstanceOf(CelProblemException.class)
                .hasMessageStartingWith("compilation failed: " + problem + "\n");
    }
}
