package io.polyplug.benchmarks;

/** {@code add(i32, i64) -> i64}. */
final class AddCalls {

    private static final int FUNCTION = 0;

    private AddCalls() {
    }

    static Call by(Way way, Hosts hosts) {
        return switch (way) {
            case PROXY, PROXY_JNA -> proxy(hosts.measured(way));
            case JNI -> jni(hosts.measured(way));
            case JAVA -> java(hosts.measured(way));
            case RAW -> raw(hosts.bound(way, FUNCTION));
            case CONFINED -> confined(hosts.bound(way, FUNCTION));
            case JNA -> AddOnJna.bare(hosts.bound(way, FUNCTION));
        };
    }

    // The same three times: what the compiler learns about a line must not mix ways.

    private static Call proxy(Measured measured) {
        return (i) -> measured.add(i, 1L);
    }

    private static Call jni(Measured measured) {
        return (i) -> measured.add(i, 1L);
    }

    private static Call java(Measured measured) {
        return (i) -> measured.add(i, 1L);
    }

    /**
     * Returns calls through a proxy, about which the compiler learns nothing from those
     * through other proxies.
     */
    static Call alone(Measured measured) {
        return (Call) Variant.copied(Alone.class, Measured.class, measured);
    }

    static Call raw(Bound bound) {
        RawFrame frame = new RawFrame();
        return (i) -> {
            RawFrame.MEMORY.set(RawFrame.INT, frame.arguments, i);
            RawFrame.MEMORY.set(RawFrame.LONG, frame.arguments + 8, 1L);
            frame.call(bound.function);
            return RawFrame.MEMORY.get(RawFrame.LONG, frame.result);
        };
    }

    private static Call confined(Bound bound) {
        RawFrame frame = new RawFrame();
        return (i) -> {
            frame.checked.set(RawFrame.INT, RawFrame.ARGUMENTS, i);
            frame.checked.set(RawFrame.LONG, RawFrame.ARGUMENTS + 8, 1L);
            frame.callChecked(bound.function);
            return frame.checked.get(RawFrame.LONG, RawFrame.RESULT);
        };
    }

    /** The class that is copied. */
    static final class Alone implements Call {

        private final Measured measured;

        Alone(Measured measured) {
            this.measured = measured;
        }

        @Override
        public long call(int i) {
            return this.measured.add(i, 1L);
        }

    }

}
