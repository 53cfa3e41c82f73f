package io.polyplug.test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which way the arrows point in this module.
 */
@AnalyzeClasses(packages = "io.polyplug.test", importOptions = DoNotIncludeTests.class)
class TestAutoconfigureArchitectureTests {

    @ArchTest
    static final ArchRule packagesAreFreeOfTangles = slices().matching("io.polyplug.(test..)")
        .should()
        .beFreeOfCycles();

    @ArchTest
    static final ArchRule coreIsUsedThroughItsPublicPackages = classes().should()
        .onlyDependOnClassesThat(DescribedPredicate.not(resideInAnyPackage("io.polyplug..")
            .and(DescribedPredicate.not(resideInAnyPackage("io.polyplug", "io.polyplug.contract", "io.polyplug.error",
                    "io.polyplug.spi", "io.polyplug.autoconfigure..", "io.polyplug.test..")))));

    @ArchTest
    static final ArchRule assertionsAreKeptInTheirPackage = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.test.assertj")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.assertj..", "io.polyplug.test.assertj")
        .because("tests of an application need not have AssertJ");

    @ArchTest
    static final ArchRule mocksAndFixturesAreNotNeeded = noClasses().should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.mockito..", "io.polyplug.fixtures..");

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
