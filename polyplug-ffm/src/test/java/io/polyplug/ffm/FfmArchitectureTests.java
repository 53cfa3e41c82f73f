package io.polyplug.ffm;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Which way the arrows point in this module: the backend knows the seam.
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
    static final ArchRule orderedAccessesAreArguedInOnePlace = noClasses().that()
        .doNotHaveFullyQualifiedName("io.polyplug.ffm.NativeMemory")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.invoke.VarHandle")
        .because("an ordered access needs its partner and its argument beside it");

    @ArchTest
    static final ArchRule onlyTheDoorsAreOpen = noClasses().that()
        .arePublic()
        .should()
        .haveNameNotMatching(".*\\.FfmBackendProvider")
        .because("core finds a service, and nobody needs another door");

}
