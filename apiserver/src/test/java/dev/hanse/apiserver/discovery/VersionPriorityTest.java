package dev.hanse.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionPriorityTest {

    /// The example of Kubernetes' documentation on CustomResourceDefinition versioning.
    @Test
    void ordersAsKubernetesDocuments() {
        var preferred =
                List.of(
                        "v10",
                        "v2",
                        "v1",
                        "v11beta2",
                        "v10beta3",
                        "v3beta1",
                        "v12alpha1",
                        "v11alpha2",
                        "foo1",
                        "foo10");

        assertThat(preferred.reversed().stream().sorted(VersionPriority.MOST_PREFERRED_FIRST))
                .containsExactlyElementsOf(preferred);
    }
}
