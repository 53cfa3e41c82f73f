package io.polyplug.restart.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.restart.Stage;
import io.polyplug.restart.startup.plain.PlainApplication;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * Main class: what the starter costs an application that has no bundles. Packs one
 * application as an executable jar with and without the starter, and starts both in
 * turns. The argument is how many pairs; prints a table.
 */
public final class StartUp {

    private static final String STARTER = "(polyplug-|jna|jackson-dataformat-toml|src-native).*";

    /** Neither at run time nor wanted. */
    private static final String NOT_PACKED = "(.*-test-|spring-boot-(starter-)?test|spring-boot-devtools"
            + "|spring-boot-loader|spring-test|junit|mockito|byte-buddy|assertj|hamcrest|src-native).*";

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private static final double TICKS_A_SECOND = 100;

    private final Stage stage;

    private StartUp(Path folder) {
        this.stage = new Stage(folder);
    }

    public static void main(String[] arguments) throws Exception {
        int pairs = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory(Path.of("target"), "start-up").toAbsolutePath();
        StartUp measurement = new StartUp(folder);
        Path with = measurement.pack("with");
        Path without = measurement.pack("without");
        List<Start> withStarter = new ArrayList<>();
        List<Start> withoutStarter = new ArrayList<>();
        measurement.start(with);
        measurement.start(without);
        for (int i = 0; i < pairs; i++) {
            boolean first = i % 2 == 0;
            Start one = measurement.start(first ? with : without);
            Start other = measurement.start(first ? without : with);
            withStarter.add(first ? one : other);
            withoutStarter.add(first ? other : one);
        }
        System.out.printf(Locale.ROOT, "%n%d pairs on Java %s, backend %s%n%n", pairs, Runtime.version(),
                Stage.backend());
        System.out.println("| | without | with | ratio of medians | of least | median of pairs |");
        System.out.println("|---|---|---|---|---|---|");
        row("start-up, s", withoutStarter, withStarter, Start::seconds);
        row("processor time, s", withoutStarter, withStarter, Start::processorSeconds);
        row("resident memory, MiB", withoutStarter, withStarter, Start::mebibytes);
    }

    private Path pack(String name) throws IOException {
        boolean starter = name.equals("with");
        Path classes = this.stage.copyPackage("startup/plain", this.stage.folder().resolve(name));
        Path jar = Stage.jar(classes, this.stage.folder().resolve(name + "-classes.jar"));
        Path packed = this.stage.folder().resolve(name + ".jar");
        List<Path> libraries = this.stage
            .jars((each) -> !each.matches(NOT_PACKED) && (starter || !each.matches(STARTER)));
        Repackager repackager = new Repackager(jar.toFile());
        repackager.setMainClass(PlainApplication.class.getName());
        repackager.repackage(packed.toFile(), (callback) -> {
            for (Path library : libraries) {
                callback.library(new Library(library.toFile(), LibraryScope.RUNTIME));
            }
        });
        return packed;
    }

    /** Starts an application, and ends it when it says that it has started. */
    private Start start(Path jar) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-Dpolyplug.work-directory=" + this.stage.work(), "-jar", jar.toString(),
                "--server.port=0", "--polyplug.backend=" + Stage.backend()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(new File("target"));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        long begin = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.contains("Started PlainApplication")) {
                    return Start.of(process.pid(), System.nanoTime() - begin);
                }
            }
            throw new IOException("The application did not start:\n" + String.join("\n", lines));
        }
        finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static void row(String what, List<Start> without, List<Start> with, ToDoubleFunction<Start> figure) {
        double[] before = without.stream().mapToDouble(figure).toArray();
        double[] after = with.stream().mapToDouble(figure).toArray();
        double[] ratios = new double[before.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = after[i] / before[i];
        }
        java.util.Arrays.sort(before);
        java.util.Arrays.sort(after);
        java.util.Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.3f | %.3f | %.3f |%n", what, median(before),
                median(after), median(after) / median(before), after[0] / before[0], median(ratios));
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * One start.
     *
     * @param seconds from the command until the application says that it has started
     * @param processorSeconds what its threads worked until then
     * @param mebibytes its resident memory then
     */
    private record Start(double seconds, double processorSeconds, double mebibytes) {

        static Start of(long process, long nanoseconds) throws IOException {
            Path folder = Path.of("/proc", Long.toString(process));
            Matcher resident = RESIDENT.matcher(Files.readString(folder.resolve("status")));
            if (!resident.find()) {
                throw new IOException("The system does not say how much memory is resident");
            }
            String[] times = Files.readString(folder.resolve("stat")).replaceFirst(".*\\) ", "").split(" ");
            double ticks = Long.parseLong(times[11]) + Long.parseLong(times[12]);
            return new Start(nanoseconds / 1e9, ticks / TICKS_A_SECOND, Long.parseLong(resident.group(1)) / 1024.0);
        }

    }

}
