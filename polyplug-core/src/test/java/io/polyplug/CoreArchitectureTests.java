package io.polyplug;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows of the house, one way: the runtime, its rooms of operations on bundles
 * (runtime, publication, staging, operation, and beside them what opens bundles: library
 * and loader), then what is called and calls.
 */
@AnalyzeClasses(packages = "io.polyplug", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTests {

    private static final int MOST_TYPES = 16;

    private static final int MOST_PARAMETERS = 5;

    /** The names of these types are pinned. */
    private static final Set<String> CROWDED = Set.of("io.polyplug", "io.polyplug.error");

    /** Nothing that calls go through knows one of these. */
    private static final String[] OPERATIONS = { "io.polyplug.runtime", "io.polyplug.replacement",
            "io.polyplug.publication", "io.polyplug.staging", "io.polyplug.operation", "io.polyplug.library",
            "io.polyplug.script", "io.polyplug.loader" };

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("io.polyplug.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a house is understood by walking through it once");

    @ArchTest
    static final ArchRule nobodyBelowKnowsTheRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.*")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.polyplug\\.(PolyplugRuntime|EpochGuard)(\\$.*)?")
        .because("the runtime puts the parts together, not the other way round; the words of its API are everybody's");

    @ArchTest
    static final ArchRule wordsOfTheApiStandOnNothing = noClasses().that()
        .resideInAPackage("io.polyplug")
        .and()
        .haveNameNotMatching("io\\.polyplug\\.(PolyplugRuntime|InProcessBundle)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.polyplug", "io.polyplug.async", "io.polyplug.contract", "io.polyplug.error",
                "io.polyplug.signing", "java..", "org.jspecify..")
        .because("everybody may use them, so they must not lead to anybody");

    @ArchTest
    static final ArchRule onlyTheFacadeTakesTheEngine = noClasses()
        .that(resideInAPackage("io.polyplug..").and(not(resideInAPackage("io.polyplug.runtime"))))
        .and()
        .haveNameNotMatching("io\\.polyplug\\.PolyplugRuntime(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug.runtime")
        .because("whatever is done to bundles goes through one door, and the rooms below do not begin operations");

    @ArchTest
    static final ArchRule publicationKnowsNoReasons = noClasses().that()
        .resideInAPackage("io.polyplug.publication")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.runtime", "io.polyplug.replacement", "io.polyplug.library",
                "io.polyplug.script", "io.polyplug.loader", "io.polyplug.files", "io.polyplug.proxy", "io.polyplug.ffi")
        .because("publishing and retiring are the same for a load, a reload, a rollback and a set");

    @ArchTest
    static final ArchRule stagingKnowsNobodyWhoServes = noClasses().that()
        .resideInAPackage("io.polyplug.staging")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.runtime", "io.polyplug.publication", "io.polyplug.library",
                "io.polyplug.script", "io.polyplug.proxy", "io.polyplug.epoch", "io.polyplug.ffi")
        .because("what fails there leaves nothing behind, since nobody has seen it");

    @ArchTest
    static final ArchRule operationsKnowNoBundles = noClasses().that()
        .resideInAPackage("io.polyplug.operation")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.runtime", "io.polyplug.publication", "io.polyplug.staging",
                "io.polyplug.library", "io.polyplug.loader", "io.polyplug.bundle", "io.polyplug.files",
                "io.polyplug.proxy")
        .because("who may begin, and who waits for whom, does not depend on what is done");

    @ArchTest
    static final ArchRule whatOpensBundlesKnowsNoOperations = noClasses().that()
        .resideInAnyPackage("io.polyplug.library", "io.polyplug.script", "io.polyplug.loader")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.runtime", "io.polyplug.publication", "io.polyplug.staging",
                "io.polyplug.operation", "io.polyplug.proxy", "io.polyplug.epoch")
        .because("it opens and closes what it is given, whatever that is for");

    @ArchTest
    static final ArchRule loadersAreOpenedByTheSeam = noClasses().that()
        .resideInAPackage("io.polyplug.loader")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.library", "io.polyplug.script", "io.polyplug.ffi", "io.polyplug.elf",
                "io.polyplug.process")
        .because("a bundle need not be a native library");

    @ArchTest
    static final ArchRule typesOfTheseRoomsAreFreeOfCircles = slices()
        .assignedFrom(new TypesOfRooms("io.polyplug.runtime", "io.polyplug.replacement", "io.polyplug.publication",
                "io.polyplug.staging", "io.polyplug.plan", "io.polyplug.trial", "io.polyplug.operation",
                "io.polyplug.library", "io.polyplug.script", "io.polyplug.loader", "io.polyplug.abi",
                "io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi", "io.polyplug.hostcontract",
                "io.polyplug.memory", "io.polyplug.types", "io.polyplug.upcall"))
        .should()
        .beFreeOfCycles()
        .because("a circle of types is one idea in several places, or several in one");

    @ArchTest
    static void noPackageHasMoreThanSixteenTypes(JavaClasses classes) {
        Map<String, Long> types = classes.stream()
            .filter((each) -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        types.keySet().removeAll(CROWDED);
        assertThat(types).as("a room with more than one idea has more types than one can hold in mind")
            .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_TYPES));
    }

    @ArchTest
    static void constructorsTakeRolesAndNotBags(JavaClasses classes) {
        List<String> bloated = classes.stream()
            .filter((each) -> resideInAnyPackage("io.polyplug.runtime", "io.polyplug.replacement",
                    "io.polyplug.publication", "io.polyplug.staging", "io.polyplug.operation", "io.polyplug.loader")
                .test(each) && !each.isRecord())
            .flatMap((each) -> each.getConstructors().stream())
            .filter((each) -> each.getRawParameterTypes().size() > MOST_PARAMETERS)
            .map(JavaConstructor::getFullName)
            .toList();
        assertThat(bloated).as("who needs more than five others is a slice of one thing, and not a thing").isEmpty();
    }

    @ArchTest
    static final ArchRule theEpochKnowsNoPlugins = classes().that()
        .resideInAPackage("io.polyplug.epoch")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.epoch", "java..", "org.jspecify..", "org.slf4j..")
        .because("its proof must hold whatever is retired");

    @ArchTest
    static final ArchRule theStoreKnowsNoNativeCode = noClasses().that()
        .resideInAPackage("io.polyplug.store")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.store", "io.polyplug.contract", "io.polyplug.error",
                    "io.polyplug.epoch", "io.polyplug.ledger", "io.polyplug.quarantine", "io.polyplug.trial"))))
        .because("what is published is data; running it is the caller's");

    @ArchTest
    static final ArchRule trialsKnowNoVersions = noClasses().that()
        .resideInAPackage("io.polyplug.trial")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.trial", "io.polyplug.rollout", "io.polyplug.contract"))))
        .because("who gets a call is arithmetic, whoever the two are");

    @ArchTest
    static final ArchRule plansKnowNoRollouts = noClasses().that()
        .resideInAPackage("io.polyplug.plan")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.plan", "io.polyplug.rollout", "io.polyplug.contract"))))
        .because("a plan decides from figures and the time alone");

    @ArchTest
    static final ArchRule layoutsKnowNoPolicies = noClasses().that()
        .resideInAnyPackage("io.polyplug.abi", "io.polyplug.types")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffi", "io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi",
                "io.polyplug.hostcontract", "io.polyplug.memory", "io.polyplug.upcall", "io.polyplug.loader",
                "io.polyplug.proxy", "io.polyplug.store", "io.polyplug.epoch", "io.polyplug.bundle")
        .because("reading and writing memory is one thing, whose memory it is another");

    @ArchTest
    static final ArchRule structsKnowNoJavaTypes = noClasses().that()
        .resideInAPackage("io.polyplug.abi")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug.types")
        .because("tables and errors lie in memory the same way, whatever a contract looks like in Java");

    @ArchTest
    static final ArchRule callsDoNotKnowOperations = noClasses().that()
        .resideInAnyPackage("io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi",
                "io.polyplug.hostcontract", "io.polyplug.memory", "io.polyplug.upcall", "io.polyplug.proxy",
                "io.polyplug.store", "io.polyplug.epoch", "io.polyplug.abi", "io.polyplug.types", "io.polyplug.ffi",
                "io.polyplug.files", "io.polyplug.elf", "io.polyplug.bundle")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(OPERATIONS)
        .because("calls do not depend on where the code came from, nor on who replaces it");

    @ArchTest
    static final ArchRule callsKnowNoManifests = noClasses().that()
        .resideInAnyPackage("io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi",
                "io.polyplug.hostcontract", "io.polyplug.memory", "io.polyplug.upcall", "io.polyplug.proxy")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug.bundle")
        .because("what a bundle declares is checked before anybody calls it");

    @ArchTest
    static final ArchRule memoryKnowsNoCallers = noClasses().that()
        .resideInAPackage("io.polyplug.memory")
        .should()
        .dependOnClassesThat(
                resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug.memory", "io.polyplug.abi",
                        "io.polyplug.ffi", "io.polyplug.ledger", "io.polyplug.quarantine", "io.polyplug.store"))))
        .because("whose block it is stands in the notes; who is calling, and what, does not matter to it");

    @ArchTest
    static final ArchRule theBoundaryKnowsNeitherCallsNorAnswers = noClasses().that()
        .resideInAPackage("io.polyplug.boundary")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.upcall", "io.polyplug.hostcontract", "io.polyplug.builtin",
                "io.polyplug.hostapi", "io.polyplug.proxy")
        .because("Java calls guests across it and guests call Java, and both ways are told the same");

    @ArchTest
    static final ArchRule upcallsKnowNoTables = noClasses().that()
        .resideInAPackage("io.polyplug.upcall")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.hostcontract", "io.polyplug.builtin", "io.polyplug.hostapi",
                "io.polyplug.proxy")
        .because("nothing that is thrown may pass, whichever function is called");

    @ArchTest
    static final ArchRule hostContractsDoNotKnowWhoAsks = noClasses().that()
        .resideInAPackage("io.polyplug.hostcontract")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.builtin", "io.polyplug.hostapi", "io.polyplug.proxy")
        .because("guests ask for them through the host table, Java registers them, and a contract is the same to both");

    @ArchTest
    static final ArchRule hostApiAndProxyDoNotKnowEachOther = noClasses().that()
        .resideInAPackage("io.polyplug.hostapi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.builtin", "io.polyplug.proxy")
        .because("what guests ask of the host and what Java asks of guests meet at the boundary alone");

    @ArchTest
    static final ArchRule proxiesDoNotKnowTheHostSide = noClasses().that()
        .resideInAPackage("io.polyplug.proxy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.upcall", "io.polyplug.hostcontract", "io.polyplug.builtin",
                "io.polyplug.hostapi")
        .because("what Java asks of guests and what guests ask of the host meet at the boundary alone");

    @ArchTest
    static final ArchRule nobodyCountsOnBuiltInContracts = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.runtime", "io.polyplug.builtin")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug.builtin")
        .because("they are host contracts like those of the application");

    @ArchTest
    static final ArchRule poolsDoNotKnowWhatTheyCall = noClasses().that()
        .resideInAnyPackage("io.polyplug.async", "io.polyplug.pool")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.async", "io.polyplug.error", "io.polyplug.pool"))))
        .because("a call that waits is the same whatever it calls");

    @ArchTest
    static final ArchRule oneClassKnowsReactor = noClasses().that()
        .doNotHaveFullyQualifiedName("io.polyplug.pool.Monos")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.reactivestreams..")
        .because("an application need not have it");

    @ArchTest
    static final ArchRule theProcessKnowsNoBundles = noClasses().that()
        .resideInAPackage("io.polyplug.process")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug.process",
                "io.polyplug.ffi", "io.polyplug.elf", "io.polyplug.platform"))))
        .because("signals, threads and mappings are those of the process, whoever asks");

    @ArchTest
    static final ArchRule copiesAreFilesOnly = noClasses().that()
        .resideInAnyPackage("io.polyplug.files", "io.polyplug.elf")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug.files",
                "io.polyplug.elf", "io.polyplug.error", "io.polyplug.platform", "io.polyplug.zip"))))
        .because("copying a folder and reading a header need to know nothing about what is in them");

    @ArchTest
    static final ArchRule theWorkDirectoryKnowsFilesOnly = noClasses().that()
        .resideInAPackage("io.polyplug.work")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug.work",
                "io.polyplug.files", "io.polyplug.error", "io.polyplug.platform"))))
        .because("who owns a folder, and when it goes, is the same whatever lies in it");

    @ArchTest
    static final ArchRule copyingDoesNotKnowWhereItCopiesTo = noClasses().that()
        .resideInAPackage("io.polyplug.files")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug.work")
        .because("a copy is given its place");

    @ArchTest
    static final ArchRule ledgersOutliveWhatTheyTellOf = noClasses().that()
        .resideInAPackage("io.polyplug.ledger")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(not(resideInAPackage("io.polyplug.ledger"))))
        .because("a ledger that knew a generation would keep it");

    @ArchTest
    static final ArchRule theQuarantineKnowsAddressesOnly = noClasses().that()
        .resideInAPackage("io.polyplug.quarantine")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(not(resideInAPackage("io.polyplug.quarantine"))))
        .because("it is used under pins, where whatever it knew could wait");

    @ArchTest
    static final ArchRule bundlesOnDiskAreReadOnly = noClasses().that()
        .resideInAPackage("io.polyplug.bundle")
        .should()
        .dependOnClassesThat(
                resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug", "io.polyplug.bundle",
                        "io.polyplug.contract", "io.polyplug.error", "io.polyplug.platform", "io.polyplug.zip"))))
        .because("what a manifest says depends on nothing but the manifest");

    @ArchTest
    static final ArchRule signaturesNeedNoRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.signing")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.polyplug.signing", "io.polyplug.zip", "io.polyplug.error", "java..",
                "org.jspecify..")
        .because("whoever builds a bundle signs it, far from any host");

    @ArchTest
    static final ArchRule archivesNeedNoRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.archive")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.archive", "io.polyplug.bundle", "io.polyplug.error",
                    "io.polyplug.files", "io.polyplug.platform", "io.polyplug.signing", "io.polyplug.zip"))))
        .because("whoever builds a bundle packs it, far from any host");

    @ArchTest
    static final ArchRule archivesAreReadWithoutKnowingWhatIsInThem = noClasses().that()
        .resideInAPackage("io.polyplug.zip")
        .should()
        .dependOnClassesThat(
                resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug.zip", "io.polyplug.error"))))
        .because("what is refused in an archive is refused for everybody who reads one");

    @ArchTest
    static final ArchRule oneRoomKnowsJna = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.jna")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .because("the backend is all that differs between the ways to native code");

    @ArchTest
    static final ArchRule compiledCallsKnowWhatCallsStandOn = classes().that()
        .resideInAPackage("io.polyplug.compiler")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.compiler", "io.polyplug.proxy", "io.polyplug.boundary", "io.polyplug.store",
                "io.polyplug.epoch", "io.polyplug.abi", "io.polyplug.types", "io.polyplug.ffi", "io.polyplug.platform",
                "org.objectweb.asm..", "java..", "org.jspecify..", "org.slf4j..")
        .because("a compiled call is a call, and differs between backends in nothing but the seam");

    @ArchTest
    static final ArchRule compiledCallsAreAskedForOnce = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.compiler", "io.polyplug.runtime")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.compiler", "org.objectweb.asm..")
        .because("proxies are handed a compiler, and whoever has none of their own is called all the same");

    @ArchTest
    static final ArchRule nobodyKnowsForeignMemory = noClasses().should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .because("Java 17 does not have it; polyplug-ffm does");

    @ArchTest
    static final ArchRule theSeamKnowsNoBackend = classes().that()
        .resideInAPackage("io.polyplug.ffi")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffi", "io.polyplug.platform", "java..", "org.jspecify..", "org.slf4j..")
        .because("what stands on the seam is the same on every backend");

    @ArchTest
    static final ArchRule jnaDecidesNothing = classes().that()
        .resideInAPackage("io.polyplug.jna")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.jna", "io.polyplug.ffi", "io.polyplug.platform", "io.polyplug.error",
                "com.sun.jna..", "java..", "org.jspecify..")
        .because("a backend moves bytes; what a call means is decided above it, once for all backends");

    @ArchTest
    static final ArchRule backendsAreChosenOnce = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.runtime", "io.polyplug.backend", "io.polyplug.jna")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.backend", "io.polyplug.jna")
        .because("whoever puts a runtime together hands its backend to those who need them");

    @ArchTest
    static final ArchRule thePlatformIsTheLowestRoom = classes().that()
        .resideInAPackage("io.polyplug.platform")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.platform", "io.polyplug.error", "java..", "org.jspecify..", "org.slf4j..")
        .because("everybody asks it");

    @ArchTest
    static final ArchRule variableHandlesStayWhereTheOrderIsArgued = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.epoch", "io.polyplug.store", "io.polyplug.compiler", "io.polyplug.jna",
                "io.polyplug.backend")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.invoke.VarHandle")
        .because("an ordered access needs its partner and its argument beside it");

    @ArchTest
    static final ArchRule noSpring = noClasses().should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .because("the runtime serves applications without Spring as well");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses().should()
        .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper)")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .because("these names say nothing");

    /** A slice for each type of some rooms, with those that are nested in it. */
    private record TypesOfRooms(String... rooms) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return resideInAnyPackage(this.rooms).test(type)
                    ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", "")) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "types of " + List.of(this.rooms);
        }

    }

}
