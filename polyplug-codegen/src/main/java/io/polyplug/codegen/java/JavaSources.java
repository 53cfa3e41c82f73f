package io.polyplug.codegen.java;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.lang.model.SourceVersion;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Problem;
import io.polyplug.codegen.java.naming.JavaRules;
import io.polyplug.codegen.java.writing.TypeSources;
import io.polyplug.codegen.output.GeneratedFiles;

/**
 * Writes an api in Java 17: an interface for each contract, and a record or enum for each
 * type, each in a file of its own, all in one null-marked package.
 * <p>
 * A contract's interface is named after the last segment of the contract's name, and has
 * the contract's id in its constant {@code ID}. Bit flags are enums with a constant for
 * each bit; they are used as {@link java.util.Set}, and variants with several bits or
 * none are constants of this type. A bit that no variant has alone is called {@code BIT_}
 * and its number, from 0. The same api gives the same bytes everywhere.
 */
public final class JavaSources {

    private static final String COMMENT = "Generated from api.toml by polyplug-codegen. Do not edit.";

    private static final int WIDTH = 120;

    /** Of a contract: its members have lines of their own. */
    private static final Pattern ANNOTATION = Pattern.compile("(?m)^@\\w+\\((?:\\n {8}[^\\n]+)+\\n\\)$");

    private static final Pattern MEMBER = Pattern.compile(",\\n *");

    private static final Pattern LINE_BREAK = Pattern.compile("\\n *");

    private JavaSources() {
    }

    /**
     * Writes the sources of an api.
     * @param api the api
     * @param packageName the package of all types
     * @return the sources, below the folder of the default package
     * @throws IllegalArgumentException if {@code packageName} is no name of a package
     * @throws ApiException if Java cannot say something, with all problems
     */
    public static GeneratedFiles of(Api api, String packageName) {
        if (!SourceVersion.isName(packageName, SourceVersion.RELEASE_17)) {
            throw new IllegalArgumentException("'" + packageName
                    + "' is no name of a package in Java. Write identifiers with dots between them, such as "
                    + "com.acme.api");
        }
        List<Problem> problems = JavaRules.problemsOf(api);
        if (!problems.isEmpty()) {
            throw new ApiException(problems);
        }
        String folder = packageName.replace('.', '/') + "/";
        Map<String, String> texts = new TreeMap<>();
        texts.put(folder + "package-info.java", packageInfo(packageName));
        TypeSources.of(api, packageName)
            .forEach((type) -> texts.put(folder + type.name() + ".java", file(packageName, type)));
        return GeneratedFiles.of("Java sources of package " + packageName, texts);
    }

    private static String file(String packageName, TypeSpec type) {
        String text = JavaFile.builder(packageName, type)
            .addFileComment("$L", COMMENT)
            .indent("    ")
            .skipJavaLangImports(true)
            .build()
            .toString();
        return ANNOTATION.matcher(text).replaceAll((match) -> Matcher.quoteReplacement(joined(match.group())));
    }

    /** JavaPoet writes a line for each member, however short. */
    private static String joined(String annotation) {
        String line = LINE_BREAK.matcher(MEMBER.matcher(annotation).replaceAll(", ")).replaceAll("");
        return (line.length() <= WIDTH) ? line : annotation;
    }

    private static String packageInfo(String packageName) {
        return """
                // %s
                /**
                 * Contracts between the application and its bundles, and the types that they use.
                 */
                @NullMarked
                package %s;

                import org.jspecify.annotations.NullMarked;
                """.formatted(COMMENT, packageName);
    }

}
