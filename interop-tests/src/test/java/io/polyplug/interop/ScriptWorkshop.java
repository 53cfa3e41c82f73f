package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.polyplug.EngineSettings;
import org.junit.jupiter.api.Assumptions;

/**
 * The bundles of {@code src/test/lua}, {@code javascript} and {@code python}, made by
 * upstream's generator from the one api, and the engines that run them. All is kept in
 * {@code target/scripts}. Where something cannot be had, the tests of that language are
 * skipped with the reason.
 */
final class ScriptWorkshop {

    private static final Duration LONGEST = Duration.ofMinutes(4);

    /** Makes one file of several. */
    static final String BUNDLER = "esbuild@0.25.12";

    /** What the Python generator cannot do is asked of it as the number that it is. */
    private static final Map<String, String> NUMBERS = Map.of("Colour", "u8", "Size", "u16", "Distance", "u32", "Star",
            "u64", "Rights", "u32");

    private final Workshop upstream;

    private final Path sources;

    private final Path folder;

    private final Tool tool;

    private String interpreter = "";

    private final Map<Engine, String> obstacles = new EnumMap<>(Engine.class);

    ScriptWorkshop(Workshop upstream, Path base) throws IOException {
        this.upstream = upstream;
        this.sources = base.resolve("src/test");
        this.folder = Files.createDirectories(base.resolve("target/scripts"));
        this.tool = new Tool(this.folder, LONGEST);
        copyTree(this.sources.resolve("rust/api.toml"), this.folder.resolve("rust/api.toml"));
        copyTree(this.sources.resolve("apis"), this.folder.resolve("apis"));
        for (Engine engine : Engine.values()) {
            this.obstacles.put(engine, make(engine));
        }
    }

    /** Skips the calling test if the language cannot be run here. */
    void require(Engine engine) {
        String obstacle = this.obstacles.getOrDefault(engine, "");
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    }

    /** Returns the folder of a bundle as it was assembled. */
    Path bundle(Engine engine, String member) {
        return this.folder.resolve("bundles").resolve(engine.folder()).resolve(member);
    }

    /** Returns what the runtime is told of an engine. */
    EngineSettings settings(Engine engine) {
        EngineSettings settings = EngineSettings
            .of(this.folder.resolve("engines").resolve(engine.folder()).resolve(engine.library()));
        return (engine == Engine.PYTHON) ? settings.withOptions(Map.of("interpreter", this.interpreter)) : settings;
    }

    /** Returns why the language cannot be run, or an empty text. */
    private String make(Engine engine) throws IOException {
        try {
            pip(engine.folder() + "/engine.txt", this.folder.resolve("engines").resolve(engine.folder()));
            if (engine == Engine.PYTHON) {
                pip("python/site-packages.txt", this.folder.resolve("site-packages"));
                this.interpreter = new PythonLibrary(this.tool).find().toString();
            }
            for (String member : members(engine)) {
                generate(engine, member);
            }
            return "";
        }
        catch (MissingToolException ex) {
            System.out.println("SKIPPED tests with " + engine + " bundles: " + ex.getMessage());
            return String.valueOf(ex.getMessage());
        }
    }

    private List<String> members(Engine engine) throws IOException {
        try (Stream<Path> children = Files.list(this.sources.resolve(engine.folder()))) {
            return children.filter((each) -> Files.exists(each.resolve("bundle.toml")))
                .map((each) -> each.getFileName().toString())
                .sorted()
                .toList();
        }
    }

    private void generate(Engine engine, String member) throws IOException, MissingToolException {
        Path work = this.folder.resolve(engine.folder());
        copyTree(this.sources.resolve(engine.folder()), work);
        Path project = work.resolve(member);
        if (engine == Engine.PYTHON) {
            String api = Files.readString(this.folder.resolve("rust/api.toml"));
            Files.writeString(work.resolve("api.toml"), withoutEnums(api));
            replace(project.resolve("bundle.toml"), "../../rust/api.toml", "../api.toml");
        }
        assemble(engine, member, project, bundle(engine, member));
        // The generator leaves the minor version out, and engines register minor version
        // 0.
        replace(bundle(engine, member).resolve("manifest.toml"), "[\"demo.all@1\"]", "[\"demo.all@1.2\"]");
    }

    /**
     * Makes a bundle of a project: of its {@code bundle.toml} and its script.
     * @param member the name of the script's file
     */
    void assemble(Engine engine, String member, Path project, Path bundle) throws IOException, MissingToolException {
        succeed(this.upstream.polyplugc("generate", "--bundle", project.resolve("bundle.toml").toString(), "--lang",
                engine.loader(), "--out", project.toString()));
        copyTree(project.resolve("manifest.toml"), bundle.resolve("manifest.toml"));
        if (engine == Engine.JAVASCRIPT) {
            succeed(this.tool.run(List.of(bundler().toString(), project.resolve(member + ".ts").toString(), "--bundle",
                    "--format=iife", "--platform=neutral", "--target=es2020", "--log-level=warning",
                    "--outfile=" + bundle.resolve(engine.entry(member)))));
            return;
        }
        copyTree(project.resolve(engine.entry(member)), bundle.resolve(engine.entry(member)));
        copyTree(project.resolve("guest"), bundle.resolve("guest"));
        if (engine == Engine.PYTHON) {
            copyTree(this.folder.resolve("site-packages"), bundle.resolve("site-packages"));
            return;
        }
        for (String module : List.of("polyplug_abi.lua", "polyplug_guest.lua")) {
            copyTree(this.sources.resolve("lua").resolve(module), bundle.resolve(module));
        }
    }

    private static void replace(Path file, String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private static String withoutEnums(String api) {
        String result = api;
        for (Map.Entry<String, String> each : NUMBERS.entrySet()) {
            result = result.replaceAll("(type|return) = \"" + each.getKey() + "\"", "$1 = \"" + each.getValue() + "\"");
        }
        return result;
    }

    private Path bundler() throws IOException, MissingToolException {
        Path modules = this.folder.resolve("npm");
        install("npm", BUNDLER, modules, List.of("npm", "install", "--no-audit", "--no-fund", "--no-save",
                "--package-lock=false", "--prefix", modules.toString(), BUNDLER));
        return modules.resolve("node_modules/.bin/esbuild");
    }

    private void pip(String requirements, Path target) throws IOException, MissingToolException {
        Path file = this.sources.resolve(requirements);
        install("pip", Files.readString(file), target,
                List.of("python3", "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps",
                        "--require-hashes", "--only-binary", ":all:", "--upgrade", "--target", target.toString(),
                        "--requirement", file.toString()));
    }

    /** Runs a package manager, unless it has fetched the very same before. */
    private void install(String name, String what, Path target, List<String> command)
            throws IOException, MissingToolException {
        Path mark = target.resolveSibling(target.getFileName() + ".installed");
        if (Files.exists(mark) && Files.readString(mark).equals(what)) {
            return;
        }
        Files.createDirectories(target);
        Tool.Run run;
        try {
            run = this.tool.run(command);
        }
        catch (IOException ex) {
            throw new MissingToolException(
                    command.get(0) + " is not on the PATH, so " + what.strip() + " cannot be had");
        }
        if (!run.succeeded()) {
            throw new MissingToolException(name + " cannot get " + what.strip() + ": " + run.lastWords());
        }
        Files.writeString(mark, what);
    }

    private static void succeed(Tool.Run run) {
        if (!run.succeeded()) {
            throw new AssertionError("'" + run.command() + "' failed:\n" + run.output());
        }
    }

    /** Copies a file, or a folder with all that is in it, over what is there. */
    static void copyTree(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(from)) {
            files = new ArrayList<>(tree.filter(Files::isRegularFile).toList());
        }
        for (Path file : files) {
            Path copy = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

}
