package io.polyplug.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loggers are named by what their records are about, and the operations page lists them
 * all.
 */
@EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "the classes of polyplug-ffm cannot be looked into before")
class LoggerNameTests {

    private static final Path PAGE = Path.of("..", "docs", "operations.md");

    private static Set<String> names() {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.polyplug")
            .stream()
            .flatMap((type) -> type.getFields().stream())
            .filter((field) -> field.getRawType().isEquivalentTo(Logger.class)
                    && field.getModifiers().contains(JavaModifier.STATIC))
            .map(LoggerNameTests::name)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            return ((Logger) reflected.get(null)).getName();
        }
        catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static Set<String> documented() throws IOException {
        Matcher matcher = Pattern.compile("`(polyplug\\.[a-z.]+[a-z])`").matcher(logSection());
        Set<String> found = new TreeSet<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String logSection() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("## Logging");
        return page.substring(start, page.indexOf("\n## ", start + 1));
    }

    @Test
    void everyLoggerIsOnTheOperationsPageAndNoOther() throws IOException {
        Set<String> inCode = names();
        inCode.add("polyplug.guest.unknown");
        // Of modules that are not on the class path here.
        inCode.add("polyplug.sources");
        inCode.add("polyplug.fleet");
        assertThat(inCode).contains("polyplug.lifecycle", "polyplug.audit")
            .containsExactlyInAnyOrderElementsOf(documented());
    }

}
