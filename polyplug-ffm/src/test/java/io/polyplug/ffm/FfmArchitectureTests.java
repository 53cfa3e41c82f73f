package io.polyplug.ffm;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which way the arrows point in this module: compiled calls know the backend and what
 * core's calls stand on, the backend knows the seam.
 */
@AnalyzeClasses(packages = "io.polyplug.ffm", importOptions = ImportOption.DoNotIncludeTests.class)
class FfmArchitectureTests {

    @ArchTest
    static final ArchRule theBackendDecidesNothing = classes().that()
        .resideInAPackage("io.polyplug.ffm")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffm", "io.polyplug.ffi", "io.polyplug.platform", "java..", "org.jspecify..")
        .because("a backend moves bytes; what a call means is decided above it, once for all backends");

    @ArchTest
    static final ArchRule compiledCallsKnowWhatCallsStandOn = classes().that()
        .resideInAPackage("io.polyplug.ffm.proxy")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.ffm", "io.polyplug.ffm.proxy", "io.polyplug.proxy", "io.polyplug.boundary",
                "io.polyplug.store", "io.polyplug.epoch", "io.polyplug.abi", "io.polyplug.types", "io.polyplug.ffi",
                "io.polyplug.platform", "java..", "org.jspecify..", "org.slf4j..")
        .because("a compiled call is a call, and no call depends on where the code came from");

    @ArchTest
    static final ArchRule roomsAreFreeOfCycles = slices().matching("io.polyplug.(ffm..)")
        .should()
        .beFreeOfCycles()
        .because("a house is understood by walking through it once");

    @ArchTest
    static final ArchRule orderedAccessesAreArguedInOnePlace = noClasses().that()
        .doNotHaveFullyQualifiedName("io.polyplug.ffm.NativeMemory")
        .and()
        .doNotHaveFullyQualifiedName("io.polyplug.ffm.proxy.HomeCall")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.invoke.VarHandle")
        .because("an ordered access needs its partner and its argument beside it");

    @ArchTest
    static final ArchRule onlyTheDoorsAreOpen = noClasses().that()
        .arePublic()
        .should()
        .haveNameNotMatching(".*\\.(FfmBackendProvider|HomeProxyCompiler|GuestDowncall|NativeMemory)")
        .because("core finds two services, and compiled calls share memory and downcall with the backend");

}
