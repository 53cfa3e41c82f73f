package io.polyplug.epoch;

/**
 * A call and a reload that meet, on the real pins, step by step as in
 * {@code docs/concurrency.md}. A twin overrides one step and leaves the rest.
 */
public class Reload extends Meeting {

    private static final int CALLS = 12;

    private static final int ROUNDS = 3;

    protected final Pins<Boolean> pins;

    protected final Reader calls;

    protected volatile Library current = new Library(1);

    protected Reload() {
        this(Ground.next());
    }

    protected Reload(Ground ground) {
        this.pins = ground.pins();
        this.calls = ground.calls();
    }

    /**
     * Calls until the new version was seen, a few times at most, so that the reload falls
     * among the calls.
     * @return the last version that was used, or {@link Library#UNMAPPED} if one call
     * came too late
     */
    public int callRepeatedly() {
        meetAsFirst();
        int version = 1;
        for (int i = 0; i < CALLS && version == 1; i++) {
            version = call();
        }
        return version;
    }

    /**
     * R1 to R4.
     * @return the version that was used
     */
    public int call() {
        PinSlot<Boolean> pin = this.pins.pin(this.calls);
        Pace.step();
        Library seen = this.current;
        Pace.step();
        int version = seen.use();
        pin.unpinRelease();
        return version;
    }

    /**
     * W1 to W4, with a few looks at the pins.
     * @return how many libraries were unmapped
     */
    public final int replaceOnce() {
        meetAsSecond();
        return replace();
    }

    /** W1 to W4. */
    protected int replace() {
        Library replaced = this.current;
        Pace.step();
        long stamp = publishAndStamp();
        for (int i = 0; i < ROUNDS; i++) {
            Pace.step();
            if (!isHeld(stamp)) {
                replaced.unmap();
                return 1;
            }
        }
        return 0;
    }

    /** W1, W2. */
    protected long publishAndStamp() {
        this.current = new Library(2);
        Pace.step();
        return this.pins.epoch().advanceVolatile();
    }

    /** W3, W4. */
    protected boolean isHeld(long stamp) {
        return this.pins.isHeld((reader) -> reader == this.calls, stamp);
    }

}
