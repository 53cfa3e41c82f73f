import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Sums up Surefire's reports of all modules. Started by the last module's build from the root of the repository; the
 * one argument is the time the build began, so that reports of earlier builds are not counted.
 */
public class CountTests {

    private final Instant begin;

    CountTests(Instant begin) {
        this.begin = begin;
    }

    public static void main(String[] args) throws Exception {
        CountTests counter = new CountTests(Instant.parse(args[0]));
        System.out.println();
        System.out.println("Tests of all modules");
        System.out.println("  Java 25, core on backend jna, the others on ffm: " + counter.count("surefire-reports"));
        System.out.println("  Java 25, core on backend ffm: " + counter.count("surefire-reports-core"));
        System.out.println("  Java 25, the others on backend jna: " + counter.count("surefire-reports-jna"));
        System.out.println("  Java 17, backend jna: " + counter.count("surefire-reports-java17"));
        System.out.println();
    }

    private String count(String folder) throws Exception {
        int tests = 0;
        int failures = 0;
        int skipped = 0;
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of("."), Files::isDirectory)) {
            for (Path module : modules) {
                Path reports = module.resolve("target").resolve(folder);
                if (!Files.isDirectory(reports)) {
                    continue;
                }
                try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, this::isReportOfThisBuild)) {
                    for (Path file : files) {
                        Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                            .parse(file.toFile()).getDocumentElement();
                        tests += number(suite, "tests");
                        failures += number(suite, "failures") + number(suite, "errors");
                        skipped += number(suite, "skipped");
                    }
                }
            }
        }
        if (tests == 0) {
            return "none ran";
        }
        return tests + " run, " + failures + " failed, " + skipped + " skipped";
    }

    private boolean isReportOfThisBuild(Path file) throws IOException {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith(".xml")
                && !Files.getLastModifiedTime(file).toInstant().isBefore(this.begin);
    }

    private static int number(Element suite, String attribute) {
        String value = suite.getAttribute(attribute);
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }

}
