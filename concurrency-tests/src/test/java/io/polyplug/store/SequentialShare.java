package io.polyplug.store;

/**
 * What a cell does for one thread, for Lincheck to compare with. Shares no code with the
 * store.
 */
public class SequentialShare extends ShareOperations {

    private static final int NONE = -1;

    private int serving;

    private int candidate = NONE;

    @Override
    public String share(int version) {
        if (version == this.serving || this.candidate != NONE) {
            return REFUSED;
        }
        this.candidate = version;
        return DONE;
    }

    @Override
    public void end() {
        this.candidate = NONE;
    }

    @Override
    public String activate(int version) {
        if (version == this.serving) {
            return REFUSED;
        }
        this.serving = version;
        this.candidate = NONE;
        return DONE;
    }

    @Override
    public int call() {
        return (this.candidate != NONE) ? this.candidate : this.serving;
    }

}
