package dev.hanse.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.apiserver.request.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownTokensTest {

    @TempDir Path directory;

    @Test
    void aTokenFileHasOneUserALine() throws IOException {
        var file =
                Files.writeString(
                        directory.resolve("tokens.csv"),
                        """
                        secret-1,ann,uid-1,"devs,ops"
                        secret-2,bob,uid-2

                        "quoted ""x""\",carl,,single
                        """);

        assertThat(TokenFile.read(file))
                .isEqualTo(
                        Map.of(
                                "secret-1",
                                new User("ann", "uid-1", List.of("devs", "ops"), Map.of()),
                                "secret-2",
                                new User("bob", "uid-2", List.of(), Map.of()),
                                "quoted \"x\"",
                                new User("carl", "", List.of("single"), Map.of())));
    }

    @Test
    void aBrokenLineIsNamedWithoutItsSecret() throws IOException {
        var file = Files.writeString(directory.resolve("tokens.csv"), "a,b,c\nsecret,ann\n");

        assertThatThrownBy(() -> TokenFile.read(file))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theShardAdministratorKeepsItsTokenOverRestarts() {
        var store = directory.resolve(".admin-token-store");
        var first = AdminTokens.prepare(store, "");

        var second = AdminTokens.prepare(store, first.shardAdmin());

        assertThat(second.shardAdmin()).isEqualTo(first.shardAdmin());
        assertThat(second.kcpAdmin()).isNotEqualTo(first.kcpAdmin());
        assertThat(second.user()).isNotEqualTo(first.user());
    }

    @Test
    void aTokenThatDoesNotFitTheStoreIsReplaced() {
        var store = directory.resolve(".admin-token-store");
        AdminTokens.prepare(store, "");

        assertThat(AdminTokens.prepare(store, "guessed").shardAdmin()).isNotEqualTo("guessed");
    }

    @Test
    void theStoreDoesNotHoldTheToken() throws IOException {
        var store = directory.resolve(".admin-token-store");

        var tokens = AdminTokens.prepare(store, "");

        assertThat(Files.readAllBytes(store)).hasSize(32);
        assertThat(tokens.toString()).doesNotContain(tokens.shardAdmin());
    }

    @Test
    void administratorsAreInTheirGroups() {
        var tokens = AdminTokens.prepare(directory.resolve(".admin-token-store"), "");

        assertThat(tokens.users())
                .isEqualTo(
                        Map.of(
                                tokens.kcpAdmin(), User.of("kcp-admin", "system:kcp:admin"),
                                tokens.shardAdmin(), User.of("shard-admin", User.MASTERS),
                                tokens.user(), User.of("user")));
    }
}
