package dev.hanse.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.read.Reads;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.view.ViewInstance;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may know whom. Think hard about the design before changing this file.
///
/// - `machinery` and `builtin-kinds` are shared by the server, its extensions and the agent beside
///   a worker cluster: whatever they know, all of them carry.
/// - `storage` keeps bytes. As long as it knows no objects, an engine is proven by its contract
///   alone, and engines can be exchanged.
/// - Each big library is behind one package, so that replacing or upgrading it is the work of one
///   package: Vert.x in `apiserver.http`, jetcd in `storage.etcd`, RocksDB in `storage.history`,
///   the Kubernetes client in `syncer.http`.
/// - `apiserver` is a whole without tenancy: `hanse kube-apiserver` runs it so. `workspaces` and
///   `api-exports` are its extensions and see objects, never keys and bytes: what they may do
///   passes the pipeline, with its authorization and admission.
/// - The agent in `syncer` may be of another release than the server it talks to, over HTTP as
///   everybody else; sharing code with the server would hide where they differ.
/// - What decides (who are you, may you, is this valid, store it) does not know how the question
///   came in, and so decides the same for HTTP, controllers and views.
class WallsTest {

    private static final String OURS = "dev.hanse..";
    private static final String MACHINERY = "dev.hanse.machinery..";
    private static final String KINDS = "dev.hanse.kinds..";
    private static final String STORAGE = "dev.hanse.storage..";
    private static final String APISERVER = "dev.hanse.apiserver..";
    private static final String WORKSPACES = "dev.hanse.workspaces..";
    private static final String API_EXPORTS = "dev.hanse.apiexports..";
    private static final String SYNCER = "dev.hanse.syncer..";
    private static final String APP = "dev.hanse.app..";

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.hanse");

    @ParameterizedTest
    @ValueSource(strings = {MACHINERY, KINDS, STORAGE, APISERVER, WORKSPACES, API_EXPORTS, SYNCER})
    void everyModuleIsInSight(String module) {
        assertThat(ALL.that(resideInAPackage(module))).isNotEmpty();
    }

    @Test
    void machineryKnowsNothingElseOfOurs() {
        never(MACHINERY, oursBut(MACHINERY)).check(ALL);
    }

    @Test
    void builtInKindsKnowOnlyMachinery() {
        never(KINDS, oursBut(KINDS, MACHINERY)).check(ALL);
    }

    @Test
    void storageKnowsBytesOnly() {
        never(STORAGE, oursBut(STORAGE).or(resideInAPackage("com.fasterxml.jackson.."))).check(ALL);
    }

    @Test
    void theStorageContractKnowsNoEngine() {
        never("dev.hanse.storage", "dev.hanse.storage.*..").check(ALL);
    }

    @Test
    void storageEnginesDoNotKnowEachOther() {
        never("dev.hanse.storage.embedded..", "dev.hanse.storage.etcd..").check(ALL);
        never("dev.hanse.storage.etcd..", "dev.hanse.storage.embedded..").check(ALL);
        never(
                        "dev.hanse.storage.history..",
                        "dev.hanse.storage.embedded..",
                        "dev.hanse.storage.etcd..")
                .check(ALL);
    }

    /// Clocks jump, and differ between machines. Revisions order everything; waiting is measured
    /// with a clock that only goes forward.
    @Test
    void storageReadsNoWallClock() {
        noClasses()
                .that()
                .resideInAPackage(STORAGE)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class, Date.class)
                .check(ALL);
    }

    @Test
    void theApiServerKnowsNoTenancyAndNoAgent() {
        never(APISERVER, WORKSPACES, API_EXPORTS, SYNCER, APP).check(ALL);
    }

    @Test
    void theApiServerKnowsTheStorageContractOnly() {
        never(APISERVER, "dev.hanse.storage.*..").check(ALL);
    }

    @Test
    void extensionsNeverTouchStorage() {
        never(WORKSPACES, STORAGE, API_EXPORTS, SYNCER, APP).check(ALL);
        never(API_EXPORTS, STORAGE, SYNCER, APP).check(ALL);
    }

    @Test
    void exportsKnowOfWorkspacesOnlyTheirKindsAndPaths() {
        never(
                        API_EXPORTS,
                        resideInAPackage(WORKSPACES)
                                .and(
                                        not(
                                                resideInAnyPackage(
                                                        "dev.hanse.workspaces.api",
                                                        "dev.hanse.workspaces.path"))))
                .check(ALL);
    }

    @Test
    void theSyncerKnowsNoServer() {
        never(SYNCER, APISERVER, STORAGE, WORKSPACES, API_EXPORTS, APP).check(ALL);
    }

    @Test
    void onlyTheApplicationAssembles() {
        onlyIn(APP, APP).check(ALL);
    }

    @Test
    void librariesStayBehindOnePackage() {
        onlyIn("dev.hanse.apiserver.http..", "io.vertx..").check(ALL);
        onlyIn("dev.hanse.storage.etcd..", "io.etcd..").check(ALL);
        onlyIn("dev.hanse.storage.history..", "org.rocksdb..").check(ALL);
        onlyIn("dev.hanse.syncer.http..", "io.fabric8..").check(ALL);
        onlyIn(APP, "picocli..").check(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authn", "authz", "admission", "registry", "read", "watch", "catalog"})
    void whatDecidesDoesNotKnowHowTheQuestionCameIn(String step) {
        never("dev.hanse.apiserver." + step + "..", "dev.hanse.apiserver.http..").check(ALL);
    }

    /// Values of the contract (bytes, entries, ranges) travel further; the store itself does not.
    @Test
    void onlyReadingWritingAndWatchingReachTheStore() {
        noClasses()
                .that()
                .resideInAPackage("dev.hanse.apiserver.*..")
                .and()
                .resideOutsideOfPackages(
                        "dev.hanse.apiserver.read..",
                        "dev.hanse.apiserver.registry..",
                        "dev.hanse.apiserver.watch..")
                .and()
                // It tells the store what nobody needs any more, and reads nothing.
                .doNotHaveFullyQualifiedName("dev.hanse.apiserver.controllers.Compactor")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.hanse.storage.Storage")
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.hanse.(**)")
                .should()
                .beFreeOfCycles()
                // A definition is the schemas of a resource plus its strategy, and a strategy
                // speaks in the types of the registry that calls it.
                .ignoreDependency(ResourceDefinition.class, Strategy.class)
                // Reading needs of a definition which versions convert how, and nothing of the
                // catalog, which itself reads to find definitions.
                .ignoreDependency(Reads.class, ResourceDefinition.class)
                // A request carries the view it came through, and a view brings an authorizer.
                .ignoreDependency(RequestContext.class, ViewInstance.class)
                .check(ALL);
    }

    /// Nobody outside `home` may know `target`.
    private static ArchRule onlyIn(String home, String target) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(target);
    }

    private static ArchRule never(String from, String... targets) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(targets);
    }

    private static ArchRule never(String from, DescribedPredicate<JavaClass> targets) {
        return noClasses().that().resideInAPackage(from).should().dependOnClassesThat(targets);
    }

    private static DescribedPredicate<JavaClass> oursBut(String... allowed) {
        return resideInAPackage(OURS).and(not(resideInAnyPackage(allowed)));
    }
}
