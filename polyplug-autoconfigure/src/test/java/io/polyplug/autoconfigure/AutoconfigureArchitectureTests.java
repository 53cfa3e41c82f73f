package io.polyplug.autoconfigure;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which way the arrows point in this module.
 */
@AnalyzeClasses(packages = "io.polyplug.autoconfigure", importOptions = DoNotIncludeTests.class)
class AutoconfigureArchitectureTests {

    @ArchTest
    static final ArchRule packagesAreFreeOfTangles = slices().matching("io.polyplug.(autoconfigure..)")
        .should()
        .beFreeOfCycles();

    @ArchTest
    static final ArchRule coreIsUsedThroughItsPublicPackages = classes().should()
        .onlyDependOnClassesThat(DescribedPredicate
            .not(resideInAnyPackage("io.polyplug..").and(DescribedPredicate.not(resideInAnyPackage("io.polyplug",
                    "io.polyplug.archive", "io.polyplug.async", "io.polyplug.contract", "io.polyplug.error",
                    "io.polyplug.rollout", "io.polyplug.signing", "io.polyplug.spi", "io.polyplug.autoconfigure..")))));

    @ArchTest
    static final ArchRule actuatorIsKeptInItsPackage = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.autoconfigure.actuate")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..",
                "io.polyplug.autoconfigure.actuate")
        .because("an application need not have them");

    @ArchTest
    static final ArchRule reactorIsKeptInItsPackage = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.autoconfigure.reactive")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.reactivestreams..", "io.micrometer.context..",
                "io.polyplug.autoconfigure.reactive")
        .because("an application need not have it");

    @ArchTest
    static final ArchRule webFrameworksAreKeptInTheirPackages = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.autoconfigure.web", "io.polyplug.autoconfigure.reactive")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..",
                "io.polyplug.autoconfigure.web")
        .because("an application need not have them");

    @ArchTest
    static final ArchRule foldersKnowNoRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.autoconfigure.watch.folder")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..").and(DescribedPredicate
            .not(resideInAnyPackage("io.polyplug.autoconfigure.watch.folder", "io.polyplug.archive"))))
        .because("what lies in a folder is one thing, what becomes of it another");

    @ArchTest
    static final ArchRule autoConfigurationsAreFinal = classes().that()
        .areAnnotatedWith(AutoConfiguration.class)
        .should()
        .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule autoConfigurationsHaveNoPublicMembers = members().that()
        .areDeclaredInClassesThat(annotatedWithAutoConfiguration())
        .should()
        .notBePublic();

    @ArchTest
    static final ArchRule namesTellTheMechanismOrTheRole = noClasses().should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper");

    private static DescribedPredicate<JavaClass> annotatedWithAutoConfiguration() {
        return DescribedPredicate.describe("annotated with @AutoConfiguration",
                (type) -> type.isAnnotatedWith(AutoConfiguration.class));
    }

}
