package dev.hanse.app.demo.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.machinery.codec.Yaml;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    @Test
    void aConditionHasToBeTrue() {
        var expectation = Expectation.parse("condition=Ready");

        assertThat(
                        expectation.isMetBy(
                                Yaml.parse(
                                        "status: {conditions: [{type: Ready, status: 'True'}]}")))
                .isTrue();
        assertThat(
                        expectation.isMetBy(
                                Yaml.parse(
                                        "status: {conditions: [{type: Ready, status: 'False'}]}")))
                .isFalse();
        assertThat(expectation.isMetBy(Yaml.parse("status: {}"))).isFalse();
    }

    @Test
    void aPathHasToHaveTheValue() {
        var expectation = Expectation.parse("jsonpath={.status.phase}=Ready");

        assertThat(expectation.isMetBy(Yaml.parse("status: {phase: Ready}"))).isTrue();
        assertThat(expectation.isMetBy(Yaml.parse("status: {phase: Scheduling}"))).isFalse();
        assertThat(expectation.isMetBy(Yaml.parse("spec: {}"))).isFalse();
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> Expectation.parse("delete")).hasMessageContaining("delete");
        assertThatThrownBy(() -> Expectation.parse("jsonpath={.a}"))
                .hasMessageContaining("jsonpath");
    }
}
