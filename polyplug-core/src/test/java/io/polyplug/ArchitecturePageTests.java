package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/architecture.md}: its picture has each package once and each arrow goes
 * down in it, its table has each package, and the types that it names exist.
 */
class ArchitecturePageTests {

    private static final String ROOT = "io.polyplug.";

    /** A row of the picture: its number, then packages. */
    private static final Pattern ROW = Pattern.compile("(?m)^ {2,3}(\\d{1,2}) {3,}(\\S.*)$");

    private static final Pattern IN_TABLE = Pattern.compile("(?m)^\\| `(io\\.polyplug[a-z.]*)` \\|");

    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.[A-Za-z]+)*`");

    private static String page = "";

    private static JavaClasses classes = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("..", "docs", "architecture.md"));
        classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption((location) -> !location.contains("src-native-fixtures"))
            .importPackages("io.polyplug");
    }

    @Test
    void eachPackageHasItsPlaceInThePicture() {
        assertThat(rows().keySet()).containsAll(packages());
        Set<String> gone = new TreeSet<>(rows().keySet());
        gone.removeAll(packages());
        gone.removeIf((each) -> each.equals("PolyplugRuntime") || each.startsWith("ffm"));
        assertThat(gone).isEmpty();
    }

    @Test
    void eachArrowGoesDown() {
        Map<String, Integer> rows = rows();
        Set<String> wrong = classes.stream()
            .filter((each) -> !isRoot(each))
            .flatMap((each) -> each.getDirectDependenciesFromSelf().stream())
            .filter(ArchitecturePageTests::isBetweenPackages)
            .filter((each) -> rows.get(shortName(each.getOriginClass())) >= rows
                .get(shortName(each.getTargetClass().getBaseComponentType())))
            .map(Dependency::getDescription)
            .collect(Collectors.toCollection(TreeSet::new));
        assertThat(wrong).isEmpty();
    }

    @Test
    void theTableHasEachPackageOfCore() {
        List<String> table = IN_TABLE.matcher(page).results().map((row) -> row.group(1)).toList();
        assertThat(table).doesNotHaveDuplicates();
        Set<String> core = packages().stream()
            .filter((each) -> !each.startsWith("ffm"))
            .map(ROOT::concat)
            .collect(Collectors.toSet());
        core.add("io.polyplug");
        assertThat(table).containsExactlyInAnyOrderElementsOf(core);
    }

    @Test
    void theTypesThatItNamesExist() throws IOException {
        Set<String> named = TYPE.matcher(page)
            .results()
            .map((type) -> type.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
        try (var files = Files.walk(Path.of(".."))) {
            Set<String> sources = files.map((file) -> String.valueOf(file.getFileName()))
                .filter((name) -> name.endsWith(".java"))
                .map((name) -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet());
            assertThat(sources).containsAll(named);
        }
    }

    private static Map<String, Integer> rows() {
        Map<String, Integer> rows = new HashMap<>();
        for (MatchResult row : ROW.matcher(page).results().toList()) {
            for (String name : row.group(2).trim().split("\\s+")) {
                assertThat(rows.put(name, Integer.valueOf(row.group(1)))).as(name).isNull();
            }
        }
        return rows;
    }

    private static Set<String> packages() {
        return classes.stream()
            .filter((each) -> !isRoot(each))
            .map(ArchitecturePageTests::shortName)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isBetweenPackages(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return target.getPackageName().startsWith(ROOT)
                && !target.getPackageName().equals(dependency.getOriginClass().getPackageName());
    }

    private static boolean isRoot(JavaClass type) {
        return type.getPackageName().equals("io.polyplug");
    }

    private static String shortName(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

}
