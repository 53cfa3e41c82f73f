package io.polyplug;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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
    static final ArchRule nobodyBelowKnowsTheRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.*")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.polyplug\\.(PolyplugRuntime|EpochGuard)(\\$.*)?")
        .because("the runtime puts the parts together, not the other way round; the words of its API are everybody's");

    @ArchTest
    static final ArchRule theEpochKnowsNoPlugins = noClasses().that()
        .resideInAPackage("io.polyplug.epoch")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug", "io.polyplug.abi", "io.polyplug.async", "io.polyplug.bundle",
                "io.polyplug.contract", "io.polyplug.elf", "io.polyplug.error", "io.polyplug.ffi", "io.polyplug.files",
                "io.polyplug.host", "io.polyplug.loader", "io.polyplug.proxy", "io.polyplug.signing", "io.polyplug.spi",
                "io.polyplug.store")
        .because("its proof must hold whatever is retired");

    @ArchTest
    static final ArchRule theStoreKnowsNoNativeCode = noClasses().that()
        .resideInAPackage("io.polyplug.store")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffi", "io.polyplug.abi", "io.polyplug.async", "io.polyplug.host",
                "io.polyplug.loader", "io.polyplug.proxy", "io.polyplug.bundle")
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
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.process", "io.polyplug.ffi", "io.polyplug.elf"))))
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

}
