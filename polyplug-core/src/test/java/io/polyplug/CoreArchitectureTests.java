package io.polyplug;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffi", "io.polyplug.jna", "io.polyplug.backend", "io.polyplug.abi",
                "io.polyplug.async", "io.polyplug.host", "io.polyplug.loader", "io.polyplug.proxy",
                "io.polyplug.bundle")
        .because("what is published is data; running it is the caller's");

    @ArchTest
    static final ArchRule layoutsKnowNoPolicies = noClasses().that()
        .resideInAPackage("io.polyplug.abi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffi", "io.polyplug.host", "io.polyplug.loader", "io.polyplug.proxy",
                "io.polyplug.store", "io.polyplug.epoch", "io.polyplug.bundle")
        .because("reading and writing memory is one thing, whose memory it is another");

    @ArchTest
    static final ArchRule hostAndProxyDoNotKnowTheLoader = noClasses().that()
        .resideInAnyPackage("io.polyplug.host", "io.polyplug.proxy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.loader", "io.polyplug.bundle")
        .because("calls do not depend on where the code came from");

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
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug.process",
                "io.polyplug.ffi", "io.polyplug.elf", "io.polyplug.platform"))))
        .because("signals, threads and mappings are those of the process, whoever asks");

    @ArchTest
    static final ArchRule filesAreFilesOnly = noClasses().that()
        .resideInAnyPackage("io.polyplug.files", "io.polyplug.elf")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.abi", "io.polyplug.bundle", "io.polyplug.contract", "io.polyplug.epoch",
                "io.polyplug.ffi", "io.polyplug.host", "io.polyplug.loader", "io.polyplug.proxy", "io.polyplug.store")
        .because("copying a folder and reading a header need to know nothing about what is in them");

    @ArchTest
    static final ArchRule signaturesNeedNoRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.signing")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.polyplug.signing", "io.polyplug.error", "java..", "org.jspecify..")
        .because("whoever builds a bundle signs it, far from any host");

    @ArchTest
    static final ArchRule oneRoomKnowsJna = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.jna")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .because("the backend is all that differs between the ways to native code");

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
        .resideOutsideOfPackages("io.polyplug", "io.polyplug.runtime", "io.polyplug.backend", "io.polyplug.jna")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.backend", "io.polyplug.jna")
        .because("whoever puts a runtime together hands its backend and its compiler to those who need them");

    @ArchTest
    static final ArchRule thePlatformIsTheLowestRoom = classes().that()
        .resideInAPackage("io.polyplug.platform")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.platform", "io.polyplug.error", "java..", "org.jspecify..", "org.slf4j..")
        .because("everybody asks it");

    @ArchTest
    static final ArchRule variableHandlesStayWhereTheOrderIsArgued = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.epoch", "io.polyplug.store", "io.polyplug.jna", "io.polyplug.backend")
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

}
