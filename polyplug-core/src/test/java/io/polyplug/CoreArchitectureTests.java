package io.polyplug;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The arrows of the house: properties, runtime, loader, store, proxy, call; one way.
 */
@AnalyzeClasses(packages = "io.polyplug", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTests {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("io.polyplug.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a house is understood by walking through it once");

    @ArchTest
    static final ArchRule nothingBelowKnowsTheRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug")
        .because("the runtime puts the parts together, not the other way round");

    @ArchTest
    static final ArchRule theEpochKnowsNoPlugins = noClasses().that()
        .resideInAPackage("io.polyplug.epoch")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug", "io.polyplug.abi", "io.polyplug.async", "io.polyplug.bundle",
                "io.polyplug.contract", "io.polyplug.elf", "io.polyplug.error", "io.polyplug.ffi", "io.polyplug.files",
                "io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi", "io.polyplug.hostcontract",
                "io.polyplug.memory", "io.polyplug.upcall", "io.polyplug.loader", "io.polyplug.proxy",
                "io.polyplug.signing", "io.polyplug.spi", "io.polyplug.store", "io.polyplug.types")
        .because("its proof must hold whatever is retired");

    @ArchTest
    static final ArchRule theStoreKnowsNoNativeCode = noClasses().that()
        .resideInAPackage("io.polyplug.store")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffi", "io.polyplug.abi", "io.polyplug.async", "io.polyplug.boundary",
                "io.polyplug.builtin", "io.polyplug.hostapi", "io.polyplug.hostcontract", "io.polyplug.memory",
                "io.polyplug.types", "io.polyplug.upcall", "io.polyplug.loader", "io.polyplug.proxy",
                "io.polyplug.bundle")
        .because("what is published is data; running it is the caller's");

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
    static final ArchRule callsDoNotKnowTheLoader = noClasses().that()
        .resideInAnyPackage("io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi",
                "io.polyplug.hostcontract", "io.polyplug.memory", "io.polyplug.proxy", "io.polyplug.upcall")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.loader", "io.polyplug.bundle")
        .because("calls do not depend on where the code came from");

    @ArchTest
    static final ArchRule memoryKnowsNoCallers = noClasses().that()
        .resideInAPackage("io.polyplug.memory")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(not(
                resideInAnyPackage("io.polyplug.memory", "io.polyplug.abi", "io.polyplug.ffi", "io.polyplug.store"))))
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
        .resideOutsideOfPackages("io.polyplug", "io.polyplug.builtin")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug.builtin")
        .because("they are host contracts like those of the application");

    @ArchTest
    static final ArchRule ideasOfARoomAreFreeOfCircles = slices().assignedFrom(new Ideas())
        .should()
        .beFreeOfCycles()
        .because("a room is understood by reading its types one after the other");

    @ArchTest
    static final ArchRule poolsDoNotKnowWhatTheyCall = noClasses().that()
        .resideInAPackage("io.polyplug.async")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.async", "io.polyplug.error"))))
        .because("a call that waits is the same whatever it calls");

    @ArchTest
    static final ArchRule oneClassKnowsReactor = noClasses().that()
        .doNotHaveFullyQualifiedName("io.polyplug.async.Monos")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.reactivestreams..")
        .because("an application need not have it");

    @ArchTest
    static final ArchRule theProcessKnowsNoBundles = noClasses().that()
        .resideInAPackage("io.polyplug.process")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.process", "io.polyplug.ffi", "io.polyplug.elf"))))
        .because("signals, threads and mappings are those of the process, whoever asks");

    @ArchTest
    static final ArchRule filesAreFilesOnly = noClasses().that()
        .resideInAnyPackage("io.polyplug.files", "io.polyplug.elf")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.abi", "io.polyplug.bundle", "io.polyplug.contract", "io.polyplug.epoch",
                "io.polyplug.ffi", "io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi",
                "io.polyplug.hostcontract", "io.polyplug.memory", "io.polyplug.types", "io.polyplug.upcall",
                "io.polyplug.loader", "io.polyplug.proxy", "io.polyplug.store")
        .because("copying a folder and reading a header need to know nothing about what is in them");

    @ArchTest
    static final ArchRule signaturesNeedNoRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.signing")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.polyplug.signing", "io.polyplug.error", "java..", "org.jspecify..")
        .because("whoever builds a bundle signs it, far from any host");

    @ArchTest
    static final ArchRule onlyBackendsKnowJna = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.ffi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.jna..", "java.lang.foreign..")
        .because("the backend is all that differs between the ways to native code");

    @ArchTest
    static final ArchRule variableHandlesStayWhereTheOrderIsArgued = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.epoch", "io.polyplug.store", "io.polyplug.ffi")
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

    /** Each top-level type of these rooms, with what is nested in it. */
    private static final class Ideas implements SliceAssignment {

        private static final DescribedPredicate<JavaClass> ROOMS = resideInAnyPackage("io.polyplug.abi",
                "io.polyplug.boundary", "io.polyplug.builtin", "io.polyplug.hostapi", "io.polyplug.hostcontract",
                "io.polyplug.memory", "io.polyplug.types", "io.polyplug.upcall");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return ROOMS.test(type) ? SliceIdentifier.of(type.getName().split("\\$")[0]) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "top-level types of the host side and of the ABI";
        }

    }

}
