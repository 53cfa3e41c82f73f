package io.polyplug.cli;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What the program may lean on.
 */
@AnalyzeClasses(packages = "io.polyplug.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTests {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("io.polyplug.(**)")
        .should()
        .beFreeOfCycles()
        .because("the program knows its commands, and no command the program");

    @ArchTest
    static final ArchRule onlyTheApiOfTheRuntimeIsUsed = noClasses().should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.polyplug", "io.polyplug.archive", "io.polyplug.contract", "io.polyplug.error",
                "io.polyplug.signing", "io.polyplug.codegen..", "io.polyplug.cli..", "picocli..", "tools.jackson..",
                "org.jspecify..", "com.sun.jna..", "java..", "javax.tools..")
        .because("what a terminal can do, an application can do as well");

}
