package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.polyplug.autoconfigure.watch.Attempts.Attempt;
import io.polyplug.autoconfigure.watch.FolderObservation.Verdict;
import io.polyplug.autoconfigure.watch.folder.BundleContent;
import io.polyplug.autoconfigure.watch.folder.FolderState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Folders with something in them that cannot be read, or must not be. The clock is
 * turned.
 */
class UnreadableFolderTests {

    private static final IOException DENIED = new AccessDeniedException("secret");

    private static final Duration QUIET = Duration.ofMillis(400);

    private static final long QUIET_NANOS = QUIET.toNanos();

    private static final long PATIENCE = FolderObservation.PATIENCE.toNanos();

    @TempDir
    private Path temporary;

    private Path bundle;

    private final Attempts attempts = new Attempts(() -> {
        throw new AssertionError("Nobody asks the runtime");
    }, new Postponements());

    @BeforeEach
    void makeBundle() throws IOException {
        this.bundle = Files.createDirectory(this.temporary.resolve("reload"));
        Files.writeString(this.bundle.resolve("manifest.toml"), "# one");
    }

    @Test
    void whatStaysUnreadableIsToldAndHoldsUpNobody() throws IOException {
        FolderObservation observation = new FolderObservation(this.bundle, QUIET);
        FolderState state = FolderState.of(this.bundle);
        assertThat(observation.lookInVain(state, DENIED, 0)).isEqualTo(Verdict.CHANGING);
        assertThat(observation.failure()).isEmpty();
        assertThat(observation.lookInVain(state, DENIED, PATIENCE - 1)).isEqualTo(Verdict.CHANGING);
        assertThat(observation.lookInVain(state, DENIED, PATIENCE)).isEqualTo(Verdict.UNREADABLE);
        assertThat(observation.holdsUp(PATIENCE)).isFalse();
        assertThat(observation.failure()).contains("bundle folder " + this.bundle + " cannot be read: "
                + AccessDeniedException.class.getName() + ": secret");
    }

    @Test
    void whatStaysUnreadableIsReadAgainWhenItHasChangedAndNowAndThen() throws IOException {
        FolderObservation observation = new FolderObservation(this.bundle, QUIET);
        FolderState state = FolderState.of(this.bundle);
        observation.lookInVain(state, DENIED, 0);
        observation.lookInVain(state, DENIED, PATIENCE);
        assertThat(observation.look(state, this.attempts, PATIENCE + QUIET_NANOS)).isEqualTo(Verdict.UNREADABLE);
        assertThat(observation.look(state, this.attempts, 2 * PATIENCE)).isEqualTo(Verdict.CHANGING);
        assertThat(observation.look(state, this.attempts, 2 * PATIENCE + QUIET_NANOS)).isEqualTo(Verdict.SETTLED);
        observation.lookInVain(state, DENIED, 3 * PATIENCE);
        observation.lookInVain(state, DENIED, 4 * PATIENCE);
        Files.writeString(this.bundle.resolve("other.txt"), "two");
        FolderState other = FolderState.of(this.bundle);
        assertThat(observation.look(other, this.attempts, 4 * PATIENCE + 1)).isEqualTo(Verdict.CHANGING);
        assertThat(observation.failure()).isEmpty();
    }

    @Test
    void unreadableContentThatWasAttemptedIsNoChange() throws IOException {
        FolderObservation observation = new FolderObservation(this.bundle, QUIET);
        FolderState state = FolderState.of(this.bundle);
        this.attempts.begin(this.bundle, new Attempt(state, "read before"));
        assertThat(observation.look(state, this.attempts, 0)).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void linksThatLeadOutAreNotRead() throws IOException {
        Path outside = Files.createDirectory(this.temporary.resolve("outside"));
        Path file = Files.writeString(outside.resolve("file"), "one");
        Files.createSymbolicLink(this.bundle.resolve("absolute"), file);
        Files.createSymbolicLink(this.bundle.resolve("relative"), Path.of("..", "outside"));
        BundleContent before = BundleContent.of(this.bundle);
        Files.writeString(file, "two");
        assertThat(BundleContent.of(this.bundle)).isEqualTo(before);
        Files.delete(this.bundle.resolve("absolute"));
        assertThat(BundleContent.of(this.bundle)).isNotEqualTo(before);
    }

    @Test
    void linksThatStayInsideAreReadThroughALinkToTheFolderToo() throws IOException {
        Path data = Files.createDirectory(this.bundle.resolve("..data"));
        Path file = Files.writeString(data.resolve("file"), "one");
        Files.createSymbolicLink(this.bundle.resolve("file"), Path.of("..data", "file"));
        Path current = Files.createSymbolicLink(this.temporary.resolve("current"), this.bundle);
        BundleContent before = BundleContent.of(current);
        assertThat(BundleContent.of(this.bundle)).isEqualTo(before);
        Files.writeString(file, "two");
        assertThat(BundleContent.of(current)).isNotEqualTo(before);
    }

}
