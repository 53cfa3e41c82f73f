package io.polyplug.fleet;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Which packages of a fleet may know which.
 */
@AnalyzeClasses(packages = "io.polyplug.fleet", importOptions = ImportOption.DoNotIncludeTests.class)
class FleetArchitectureTests {

    @ArchTest
    static final ArchRule messagesAreDataAndNothingElse = classes().that()
        .resideInAPackage("io.polyplug.fleet.message")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.fleet.message", "java.lang..", "java.util", "org.jspecify..");

    @ArchTest
    static final ArchRule fleetKnowsNeitherSpringNorThreadsNorClocks = noClasses().that()
        .resideInAPackage("io.polyplug.fleet")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "java.util.concurrent..", "java.nio..", "java.io..",
                "io.polyplug.fleet.bus")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule busIsWhatApplicationsHaveAndNotWhatTheyName = classes().that()
        .resideInAPackage("io.polyplug.fleet.bus")
        .and()
        .arePublic()
        .should()
        .haveSimpleNameEndingWith("AutoConfiguration")
        .orShould()
        .haveSimpleNameEndingWith("Event");

}
