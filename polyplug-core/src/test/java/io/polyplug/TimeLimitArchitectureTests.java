package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No test of any module needs a fast or an idle machine: what must come is waited for
 * half a minute at least, and nothing is proved by sleeping.
 */
class TimeLimitArchitectureTests {

    private static final int LEAST_SECONDS = 30;

    /** Numbers of seconds, in the first group that is not empty. */
    private static final Pattern SECONDS = Pattern.compile("@Timeout\\((?:value = )?([\\d_]+)\\b"
            + "|\\.ofSeconds\\(([\\d_]+)\\)|\\b([\\d_]+), (?:TimeUnit\\.)?SECONDS\\b"
            + "|(?:nanoTime\\(\\) \\+|[^+]=) (?:TimeUnit\\.)?SECONDS\\.to\\w+\\(([\\d_]+)\\)");

    private static final Pattern MILLISECONDS = Pattern.compile(
            "\\.join\\(([\\d_]+)\\)" + "|\\.(?:await|poll|get|waitFor)\\(([\\d_]+), (?:TimeUnit\\.)?MILLISECONDS\\)");

    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\(|\\bSECONDS\\.sleep\\(");

    /** Awaitility's own limit is ten seconds. */
    private static final Pattern DEFAULT_LIMIT = Pattern.compile("Awaitility\\.await\\([^)]*\\)(?!\\s*\\.atMost\\()");

    /** What it is asked may be lost with it when it is collected. */
    private static final Pattern CLIENT_WITHOUT_OWNER = Pattern
        .compile("HttpClient\\.(?:newHttpClient\\(\\)|newBuilder\\(\\)[^;]*\\.build\\(\\))\\s*\\.send");

    @Test
    void noTestNeedsLuck() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            needsOfLuck(Files.readString(file)).forEach((each) -> found.add(file.getFileName() + ": " + each));
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> modules;
        try (Stream<Path> children = Files.list(Path.of("").toAbsolutePath().getParent())) {
            modules = children.map((module) -> module.resolve(Path.of("src", "test", "java")))
                .filter(Files::isDirectory)
                .toList();
        }
        List<Path> sources = new ArrayList<>();
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                files.filter((file) -> file.toString().endsWith(".java"))
                    .filter((file) -> !file.endsWith("TimeLimitArchitectureTests.java"))
                    .forEach(sources::add);
            }
        }
        assertThat(sources).hasSizeGreaterThan(100);
        return sources;
    }

    private static List<String> needsOfLuck(String source) {
        return Stream
            .of(below(LEAST_SECONDS, SECONDS, source), below(LEAST_SECONDS * 1000, MILLISECONDS, source),
                    matches(SLEEP, source), matches(DEFAULT_LIMIT, source), matches(CLIENT_WITHOUT_OWNER, source))
            .flatMap((each) -> each)
            .map(MatchResult::group)
            .toList();
    }

    private static Stream<MatchResult> below(int least, Pattern pattern, String source) {
        return matches(pattern, source).filter((match) -> Stream.iterate(1, (group) -> group + 1)
            .limit(match.groupCount())
            .map(match::group)
            .anyMatch((number) -> number != null && Integer.parseInt(number.replace("_", "")) < least));
    }

    private static Stream<MatchResult> matches(Pattern pattern, String source) {
        return pattern.matcher(source).results();
    }

    @ParameterizedTest
    @ValueSource(strings = { "@Timeout(5)", "@Timeout(value = 10)", "Duration.ofSeconds(29)",
            "latch.await(20, TimeUnit.SECONDS)", "end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10)",
            "LONGEST = TimeUnit.SECONDS.toNanos(10)", "thread.join(10_000)",
            "process.waitFor(500, TimeUnit.MILLISECONDS)", "Thread.sleep(5)", "Awaitility.await().until(a)",
            "HttpClient.newHttpClient().sendAsync(request)",
            "HttpClient.newBuilder().version(v).build().send(request)" })
    void needOfLuckIsFound(String source) {
        assertThat(needsOfLuck(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "@Timeout(300)", "Duration.ofSeconds(60)", "await(60, TimeUnit.SECONDS)",
            "LONGEST = TimeUnit.SECONDS.toNanos(60)", "clock += TimeUnit.SECONDS.toNanos(4)", "thread.join(60_000)",
            "thread.join()", "Awaitility.await().atMost(longest)", "awaitReclamation(Duration.ofMillis(50))",
            "HttpClient client = HttpClient.newHttpClient()" })
    void patienceIsFine(String source) {
        assertThat(needsOfLuck(source)).isEmpty();
    }

}
