package dev.hanse.apiserver.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApiSurfaceTest {

    /// Deep enough that some keys share a place in any map.
    private static final int DEPTH = 200;

    private final ApiSurface surface = new ApiSurface(List.of());
    private final AtomicInteger rendered = new AtomicInteger();

    @Test
    void whatIsRenderedMayNeedWhatElseIsRendered() {
        assertThat(render(DEPTH)).isEqualTo(DEPTH);
        assertThat(render(DEPTH)).isEqualTo(DEPTH);

        assertThat(rendered).hasValue(DEPTH + 1);
    }

    private int render(int depth) {
        return surface.rendered(
                "key" + depth,
                _ -> {
                    rendered.incrementAndGet();
                    return depth == 0 ? 0 : render(depth - 1) + 1;
                });
    }
}
