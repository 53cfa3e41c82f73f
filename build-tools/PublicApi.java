import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.lang.model.element.PackageElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;

/**
 * The text of a module's public API: what users can name of it, as Java without bodies of methods and without comments. It
 * is written from compiled classes, and compiled to a jar that today's classes are compared with.
 * <p>
 * Arguments: {@code check} or {@code renew}, the text, the classes, their class path, the jar, and a file that says how the
 * text differs from the classes; that is there if it does.
 */
public class PublicApi {

    private static final Pattern TYPE = Pattern.compile("(?m)^[^ @].*?\\b(?:class|interface|record|enum) (\\w+)");

    private static final int INDENT = 4;

    private final Path file;

    private final Path classes;

    private final String classPath;

    PublicApi(Path file, Path classes, String classPath) {
        this.file = file;
        this.classes = classes;
        this.classPath = classPath;
    }

    public static void main(String[] args) throws IOException {
        PublicApi api = new PublicApi(Path.of(args[1]), Path.of(args[2]), args[3]);
        if (args[0].equals("renew")) {
            Files.createDirectories(api.file.getParent());
            Files.writeString(api.file, api.text());
        }
        api.compileTo(Path.of(args[4]));
        api.compareTo(Path.of(args[5]));
    }

    private void compareTo(Path differences) throws IOException {
        Files.deleteIfExists(differences);
        List<String> then = Files.readAllLines(this.file);
        List<String> now = text().lines().toList();
        if (!then.equals(now)) {
            List<String> lines = Stream.concat(missing(now, then, "+"), missing(then, now, "-")).toList();
            Files.write(differences, lines.isEmpty() ? List.of("  the order of lines, or how often one is there") : lines);
        }
    }

    /** What one text has and the other has not, each with the type that it belongs to. */
    private static Stream<String> missing(List<String> these, List<String> those, String sign) {
        Set<String> others = Set.copyOf(qualified(those));
        return qualified(these).stream().filter((line) -> !others.contains(line)).map((line) -> "  " + sign + " " + line);
    }

    private static List<String> qualified(List<String> lines) {
        List<String> all = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (String line : lines) {
            int depth = (line.length() - line.stripLeading().length()) / INDENT;
            all.add((depth == 0) ? line : String.join(".", types.subList(0, Math.min(depth, types.size()))) + ": " + line.strip());
            Matcher matcher = TYPE.matcher(line.strip());
            if (line.endsWith("{") && matcher.find()) {
                types.subList(Math.min(depth, types.size()), types.size()).clear();
                types.add(matcher.group(1));
            }
        }
        return all;
    }

    /** The text of the classes. */
    private String text() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null,
                List.of("-proc:none", "-parameters", "-cp", this.classes + File.pathSeparator + this.classPath),
                List.of("java.lang.Object"), null);
        StringBuilder text = new StringBuilder("// The public API, written by build-tools/PublicApi.java; see CONTRIBUTING.md.\n");
        for (String name : packages()) {
            PackageElement pack = task.getElements().getPackageElement(name);
            ApiText types = new ApiText(task.getElements(), task.getTypes(), pack, new TreeMap<>());
            String printed = ElementFilter.typesIn(pack.getEnclosedElements()).stream().filter(ApiText::isApi)
                .sorted(ApiText.BY_NAME).map((each) -> "\n" + types.type(each, "")).collect(Collectors.joining());
            if (!printed.isEmpty()) {
                text.append("\npackage ").append(name).append(";\n");
                types.imports().values().stream().sorted().forEach((each) -> text.append("import ").append(each).append(";\n"));
                text.append(printed);
            }
        }
        return text.toString();
    }

    /** Those that a module exports to everyone; all, where there is no module. */
    private Set<String> packages() throws IOException {
        Path descriptor = this.classes.resolve("module-info.class");
        if (Files.exists(descriptor)) {
            try (InputStream stream = Files.newInputStream(descriptor)) {
                return ModuleDescriptor.read(stream).exports().stream()
                    .filter((each) -> !each.isQualified()).map((each) -> each.source())
                    .collect(Collectors.toCollection(TreeSet::new));
            }
        }
        try (Stream<Path> files = Files.walk(this.classes)) {
            return files.filter((each) -> each.toString().endsWith(".class"))
                .map((each) -> this.classes.relativize(each).getParent().toString().replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void compileTo(Path jar) throws IOException {
        Path stubs = Files.createTempDirectory("public-api");
        try {
            compile(sources(), stubs);
            Files.createDirectories(jar.getParent());
            Files.deleteIfExists(jar);
            pack(stubs, jar);
        }
        finally {
            try (Stream<Path> all = Files.walk(stubs)) {
                for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** One source a type, as the compiler wants them. */
    private Map<String, String> sources() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        String pack = "";
        for (String block : Files.readString(this.file).split("\n\n")) {
            if (block.startsWith("package ")) {
                pack = block.strip();
            }
            else if (!block.startsWith("//")) {
                Matcher name = TYPE.matcher(block);
                if (!name.find()) {
                    throw new IllegalStateException("No type: " + block);
                }
                sources.put(pack.substring(8, pack.indexOf(';')).replace('.', '/') + "/" + name.group(1), pack + "\n" + block);
            }
        }
        return sources;
    }

    private void compile(Map<String, String> sources, Path folder) {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, source) -> units.add(
                new SimpleJavaFileObject(URI.create("api:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {

                    @Override
                    public CharSequence getCharContent(boolean ignored) {
                        return source;
                    }

                }));
        boolean compiled = ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, PublicApi::tell, List.of("-proc:none", "-parameters", "--release", "17", "-cp",
                    this.classPath, "-d", folder.toString()), null, units)
            .call();
        if (!compiled) {
            throw new IllegalStateException(this.file + " is not Java");
        }
    }

    private static void tell(Diagnostic<?> diagnostic) {
        if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
            System.err.println(diagnostic);
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(jar, Map.of("create", "true"));
                Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Path entry = archive.getPath(folder.relativize(each).toString());
                Files.createDirectories(entry.toAbsolutePath().getParent());
                Files.copy(each, entry);
            }
        }
    }

}
