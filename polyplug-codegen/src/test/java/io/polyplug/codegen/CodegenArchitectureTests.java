package io.polyplug.codegen;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
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
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows of the generator, one way: what reads and writes a form of an api, then the
 * api itself, and beside it texts on their way to a folder.
 */
@AnalyzeClasses(packages = "io.polyplug.codegen", importOptions = ImportOption.DoNotIncludeTests.class)
class CodegenArchitectureTests {

    private static final int MOST_TYPES = 16;

    /** What the module exports. */
    private static final Set<String> API = Set.of("io.polyplug.codegen.api", "io.polyplug.codegen.bundle",
            "io.polyplug.codegen.diff", "io.polyplug.codegen.guest", "io.polyplug.codegen.java",
            "io.polyplug.codegen.output", "io.polyplug.codegen.toml");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("io.polyplug.codegen.(**)")
        .should()
        .beFreeOfCycles()
        .because("a house is understood by walking through it once");

    @ArchTest
    static final ArchRule formsDoNotKnowEachOther = slices().matching("io.polyplug.codegen.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(resideInAPackage("io.polyplug.codegen.."),
                resideInAnyPackage("io.polyplug.codegen.api", "io.polyplug.codegen.output"))
        .because("api.toml, Java and bundles meet in the api alone");

    @ArchTest
    static final ArchRule theApiKnowsNoForms = classes().that()
        .resideInAPackage("io.polyplug.codegen.api")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.codegen.api", "io.polyplug.contract", "java..", "org.jspecify..")
        .because("what a contract says is the same in each form");

    @ArchTest
    static final ArchRule textsKnowNotWhatTheySay = classes().that()
        .resideInAPackage("io.polyplug.codegen.output")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.polyplug.codegen.output", "java..", "org.jspecify..")
        .because("a folder is brought up to date in one way, whatever lies in it");

    @ArchTest
    static final ArchRule onlyContractsOfTheRuntimeAreKnown = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.codegen.bundle")
        .should()
        .dependOnClassesThat(resideInAPackage("io.polyplug..")
            .and(not(resideInAnyPackage("io.polyplug.codegen..", "io.polyplug.contract"))))
        .because("texts are made of texts; only who judges a bundle asks the runtime");

    @ArchTest
    static final ArchRule whoJudgesBundlesUsesTheApiOfTheRuntime = noClasses().that()
        .resideInAPackage("io.polyplug.codegen.bundle")
        .should()
        .dependOnClassesThat(
                resideInAPackage("io.polyplug..").and(not(resideInAnyPackage("io.polyplug", "io.polyplug.codegen..",
                        "io.polyplug.contract", "io.polyplug.error", "io.polyplug.inspection", "io.polyplug.signing"))))
        .because("the rules of a bundle are the runtime's");

    @ArchTest
    static final ArchRule languagesDoNotKnowEachOther = slices().matching("io.polyplug.codegen.guest.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(resideInAPackage("io.polyplug.codegen.guest.."),
                resideInAPackage("io.polyplug.codegen.guest.model"))
        .because("a language more changes no other");

    @ArchTest
    static final ArchRule languagesDoNotKnowProjects = noClasses().that()
        .resideInAPackage("io.polyplug.codegen.guest.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.polyplug.codegen.guest")
        .because("which files are the author's, and when they are written, is the same for all");

    @ArchTest
    static final ArchRule readingJavaAndWritingItMeetInNames = slices().matching("io.polyplug.codegen.java.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(resideInAPackage("io.polyplug.codegen.java.."),
                resideInAPackage("io.polyplug.codegen.java.naming"))
        .because("what leads there and back is one rule, told once");

    @ArchTest
    static final ArchRule oneRoomKnowsTheSyntaxOfToml = noClasses().that()
        .resideOutsideOfPackage("io.polyplug.codegen.toml")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tomlj..")
        .because("the format is read in one place");

    @ArchTest
    static final ArchRule oneRoomKnowsJavaPoet = noClasses().that()
        .resideOutsideOfPackages("io.polyplug.codegen.java", "io.polyplug.codegen.java.writing")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.palantir.javapoet..")
        .because("Java is written in one place");

    @ArchTest
    static final ArchRule oneClassKnowsTemplates = noClasses().that()
        .doNotHaveFullyQualifiedName("io.polyplug.codegen.guest.model.Templates")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.samskivert..")
        .because("how templates are filled in is decided once for all languages");

    @ArchTest
    static void signaturesOfTheApiLeadToTheApi(JavaClasses classes) {
        assertThat(classes.stream().filter(CodegenArchitectureTests::isOfTheApi)).isNotEmpty()
            .allSatisfy((type) -> assertThat(insidesShownBy(type)).as(type.getName()).isEmpty());
    }

    private static List<String> insidesShownBy(JavaClass type) {
        return type.getMembers()
            .stream()
            .filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap((member) -> member.getAllInvolvedRawTypes().stream())
            .filter((involved) -> involved.getPackageName().startsWith("io.polyplug.codegen"))
            .filter((involved) -> !isOfTheApi(involved))
            .map(JavaClass::getName)
            .toList();
    }

    @ArchTest
    static void whatIsPublicInsideHasACallerInAnotherRoom(JavaClasses classes) {
        assertThat(classes.stream().filter((type) -> isPublic(type) && type.isTopLevelClass() && !isOfTheApi(type)))
            .isNotEmpty()
            .allSatisfy((type) -> assertThat(type.getDirectDependenciesToSelf()).as(type.getName())
                .anyMatch((use) -> !use.getOriginClass().getPackageName().equals(type.getPackageName())));
    }

    private static boolean isOfTheApi(JavaClass type) {
        return isPublic(type) && API.contains(type.getPackageName());
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    @ArchTest
    static void noPackageHasMoreThanSixteenTypes(JavaClasses classes) {
        Map<String, Long> types = classes.stream()
            .filter((each) -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        assertThat(types).as("a room with more than one idea has more types than one can hold in mind")
            .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_TYPES));
    }

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses().should()
        .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper)")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .because("these names say nothing");

}
