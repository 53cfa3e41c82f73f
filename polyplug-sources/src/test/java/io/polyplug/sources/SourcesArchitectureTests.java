package io.polyplug.sources;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which way the arrows point in this module.
 */
@AnalyzeClasses(packages = "io.polyplug.sources", importOptions = DoNotIncludeTests.class)
class SourcesArchitectureTests {

    @ArchTest
    static final ArchRule packagesAreFreeOfTangles = slices().matching("io.polyplug.(sources..)")
        .should()
        .beFreeOfCycles();

    @ArchTest
    static final ArchRule coreIsUsedThroughItsPublicPackages = classes().should()
        .onlyDependOnClassesThat(DescribedPredicate.not(resideInAnyPackage("io.polyplug..")
            .and(DescribedPredicate.not(resideInAnyPackage("io.polyplug", "io.polyplug.archive", "io.polyplug.error",
                    "io.polyplug.autoconfigure", "io.polyplug.autoconfigure.source", "io.polyplug.sources..")))));

    @ArchTest
    static final ArchRule mavenIsKeptInItsPackage = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.sources.maven")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.aether..", "org.apache..")
        .because("one kind of source is no affair of the others");

    @ArchTest
    static final ArchRule fetchersKnowNoBundles = noClasses().that()
        .resideInAnyPackage("io.polyplug.sources.fetch", "io.polyplug.sources.web", "io.polyplug.sources.oci",
                "io.polyplug.sources.maven")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.polyplug", "io.polyplug.autoconfigure..", "io.polyplug.error")
        .because("what comes from a server is bytes until it has been judged");

}
