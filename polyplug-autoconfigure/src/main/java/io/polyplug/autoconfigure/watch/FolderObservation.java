package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.polyplug.autoconfigure.watch.Attempts.Attempt;
import io.polyplug.autoconfigure.watch.folder.BundleContent;
import io.polyplug.autoconfigure.watch.folder.FolderState;
import org.jspecify.annotations.Nullable;

/**
 * One bundle's folder, from one look to the next. A change has settled when the folder
 * was in one state for the whole quiet period, and its content was the same when it was
 * read at the beginning and at the end of it. Used by one thread.
 */
final class FolderObservation {

    /**
     * For so long half a library is taken for one that is being written, and a folder
     * that changes without end is waited for.
     */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;

    private final long quietNanos;

    private @Nullable FolderState state;

    private @Nullable BundleContent content;

    private boolean certain;

    private long begun;

    private long changed;

    private @Nullable IOException obstacle;

    private long obstructed;

    private long tried;

    private Verdict verdict = Verdict.UNCHANGED;

    FolderObservation(Path folder, Duration quietPeriod) {
        this.folder = folder;
        this.quietNanos = quietPeriod.toNanos();
    }

    /**
     * Looks at the folder's content, as far as its state makes that necessary. What could
     * not be read for long is tried again when the state is another, and now and then.
     * @param present the folder's state
     * @param attempts what was attempted
     * @param now the time, in nanoseconds
     * @return what that makes of the folder
     * @throws IOException if something cannot be read, or goes while it is read
     */
    Verdict look(FolderState present, Attempts attempts, long now) throws IOException {
        if (this.verdict == Verdict.UNREADABLE && present.equals(this.state) && now - this.tried < PATIENCE.toNanos()) {
            return this.verdict;
        }
        if (!present.equals(this.state) || this.obstacle != null) {
            this.state = present;
            restart(null, now);
        }
        if (this.verdict == Verdict.UNCHANGED) {
            this.begun = now;
        }
        this.verdict = judge(present, attempts, now);
        this.obstacle = null;
        return this.verdict;
    }

    /**
     * Tells that the folder cannot be read now: it may be in the middle of a change, and
     * if it stays so it is not.
     * @param present the folder's state, or {@code null} if not even that can be told
     * @param cause why
     * @param now the time, in nanoseconds
     * @return what that makes of the folder
     */
    Verdict lookInVain(@Nullable FolderState present, IOException cause, long now) {
        if (this.verdict == Verdict.UNCHANGED) {
            this.begun = now;
        }
        if (this.obstacle == null) {
            this.obstructed = now;
        }
        this.obstacle = cause;
        this.tried = now;
        this.state = present;
        restart(null, now);
        this.verdict = (now - this.obstructed < PATIENCE.toNanos()) ? Verdict.CHANGING : Verdict.UNREADABLE;
        return this.verdict;
    }

    private void restart(@Nullable BundleContent read, long now) {
        this.content = read;
        this.certain = false;
        this.changed = now;
    }

    private Verdict judge(FolderState present, Attempts attempts, long now) throws IOException {
        Attempt attempt = attempts.of(this.folder).orElse(null);
        if (attempt != null && attempt.state().equals(present)) {
            if (attempt.digest() == null) {
                readAttempted(attempt, attempts);
            }
            return Verdict.UNCHANGED;
        }
        BundleContent read = this.content;
        if (read == null) {
            read = BundleContent.of(this.folder);
            this.content = read;
        }
        if (now - this.changed < this.quietNanos || !isCertain(read, present, now)) {
            return Verdict.CHANGING;
        }
        if (read.unfinished().isPresent() && now - this.changed < PATIENCE.toNanos()) {
            return Verdict.UNFINISHED;
        }
        if (attempt != null && read.digest().equals(attempt.digest())) {
            attempts.restate(this.folder, new Attempt(present, read.digest()));
            return Verdict.UNCHANGED;
        }
        return Verdict.SETTLED;
    }

    private boolean isCertain(BundleContent read, FolderState present, long now) throws IOException {
        if (!this.certain) {
            BundleContent again = BundleContent.of(this.folder);
            this.certain = again.equals(read) && FolderState.of(this.folder).equals(present);
            if (!this.certain) {
                restart(again, now);
            }
        }
        return this.certain;
    }

    private void readAttempted(Attempt attempt, Attempts attempts) throws IOException {
        BundleContent read = BundleContent.of(this.folder);
        if (FolderState.of(this.folder).equals(attempt.state())) {
            attempts.complete(this.folder, attempt, read.digest());
        }
    }

    /** Keeps that work on the settled content begins. */
    void begin(Attempts attempts) {
        FolderState present = this.state;
        BundleContent read = this.content;
        if (present != null && read != null) {
            attempts.begin(this.folder, new Attempt(present, read.digest()));
        }
        this.verdict = Verdict.UNCHANGED;
    }

    /** Returns whether others have to wait for this folder. */
    boolean holdsUp(long now) {
        return this.verdict.isOpen() && now - this.begun < PATIENCE.toNanos();
    }

    /** Returns what keeps the folder from being read, once that has lasted. */
    Optional<String> failure() {
        return (this.verdict == Verdict.UNREADABLE)
                ? Optional.of("bundle folder " + this.folder + " cannot be read: " + this.obstacle) : Optional.empty();
    }

    Optional<String> unfinished() {
        BundleContent read = this.content;
        return (this.verdict == Verdict.UNFINISHED && read != null) ? read.unfinished() : Optional.empty();
    }

    /** What a look makes of a folder. */
    enum Verdict {

        /** It holds what was last attempted. */
        UNCHANGED,

        /** It holds something else, and may still be written to. */
        CHANGING,

        /** It cannot be read, for long. */
        UNREADABLE,

        /** It is not written to, and not whole either. */
        UNFINISHED,

        /** It holds something else, for long enough. */
        SETTLED;

        boolean isOpen() {
            return this == CHANGING || this == UNFINISHED;
        }

    }

}
