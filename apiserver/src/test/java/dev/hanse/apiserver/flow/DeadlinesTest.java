package dev.hanse.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.machinery.status.ApiException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {

    private final Deadlines deadlines = new Deadlines(Duration.ofSeconds(60));

    @AfterEach
    void close() {
        deadlines.close();
    }

    @ParameterizedTest
    @CsvSource({"'', PT60S", "10s, PT10S", "0s, PT60S", "-1s, PT60S", "2h, PT60S"})
    void clientsMayAskForLessOnly(String asked, Duration expected) {
        assertThat(deadlines.of(info("/api/v1/nodes"), timeout(asked))).isEqualTo(expected);
    }

    @Test
    void whatIsNoDurationIsRefused() {
        assertThatThrownBy(() -> deadlines.of(info("/api/v1/nodes"), timeout("soon")))
                .hasMessage(
                        "invalid timeout specified in the request URL - time: invalid duration"
                                + " \"soon\"");
    }

    @Test
    void whoeverWaitsTooLongIsInterrupted() {
        var expired =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                deadlines.within(
                                        Duration.ofMillis(1),
                                        info("/api/v1/nodes"),
                                        DeadlinesTest::waitForever));

        assertThat(expired.code()).isEqualTo(504);
        assertThat(expired.status().message())
                .isEqualTo(
                        "Timeout: request did not complete within requested timeout - context"
                                + " deadline exceeded");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void failuresInTimeStayWhatTheyAre() {
        assertThatThrownBy(
                        () ->
                                deadlines.within(
                                        Duration.ofSeconds(60),
                                        info("/api/v1/nodes"),
                                        () -> {
                                            throw ApiException.badRequest("no");
                                        }))
                .hasMessage("no");
    }

    private static String waitForever() {
        try {
            new CountDownLatch(1).await();
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static RequestInfo info(String path) {
        return RequestInfo.parse("GET", path, Query.EMPTY);
    }

    private static Query timeout(String value) {
        return Query.parse("timeout=" + value);
    }
}
