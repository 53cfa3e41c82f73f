package io.polyplug.benchmarks;

import io.polyplug.benchmarks.Measured.Point;

/** {@code mid(Point, Point) -> Point}; a point has x at 0, y at 8, tag at 16. */
final class MidCalls {

    private static final int FUNCTION = 2;

    private static final int POINT_SIZE = 24;

    private static final Point OTHER = new Point(2, 4, (byte) 1);

    private MidCalls() {
    }

    static Call by(Way way, Hosts hosts) {
        return switch (way) {
            case PROXY, PROXY_JNA -> proxy(hosts.measured(way));
            case JNI -> jni(hosts.measured(way));
            case JAVA -> java(hosts.measured(way));
            case RAW, CONFINED -> raw(hosts.bound(way, FUNCTION));
            case JNA -> jna(hosts.bound(way, FUNCTION));
        };
    }

    private static Point point(int i) {
        return new Point(i, 2, (byte) 3);
    }

    private static long checksum(Point point) {
        return (long) (point.x() + point.y()) + point.tag();
    }

    // The same three times: what the compiler learns about a line must not mix ways.

    private static Call proxy(Measured measured) {
        return (i) -> checksum(measured.mid(point(i), OTHER));
    }

    private static Call jni(Measured measured) {
        return (i) -> checksum(measured.mid(point(i), OTHER));
    }

    private static Call java(Measured measured) {
        return (i) -> checksum(measured.mid(point(i), OTHER));
    }

    private static Call raw(Bound bound) {
        RawFrame frame = new RawFrame();
        return (i) -> {
            put(frame.arguments, point(i));
            put(frame.arguments + POINT_SIZE, OTHER);
            frame.call(bound.function);
            return checksum(new Point(RawFrame.MEMORY.get(RawFrame.DOUBLE, frame.result),
                    RawFrame.MEMORY.get(RawFrame.DOUBLE, frame.result + 8),
                    RawFrame.MEMORY.get(RawFrame.BYTE, frame.result + 16)));
        };
    }

    private static void put(long address, Point point) {
        RawFrame.MEMORY.set(RawFrame.DOUBLE, address, point.x());
        RawFrame.MEMORY.set(RawFrame.DOUBLE, address + 8, point.y());
        RawFrame.MEMORY.set(RawFrame.BYTE, address + 16, point.tag());
    }

    private static Call jna(Bound bound) {
        FfiFrame frame = new FfiFrame();
        return (i) -> {
            put(frame, FfiFrame.ARGUMENTS, point(i));
            put(frame, FfiFrame.ARGUMENTS + POINT_SIZE, OTHER);
            frame.call(bound.function);
            return checksum(new Point(frame.memory.getDouble(FfiFrame.RESULT),
                    frame.memory.getDouble(FfiFrame.RESULT + 8), frame.memory.get(FfiFrame.RESULT + 16)));
        };
    }

    private static void put(FfiFrame frame, int at, Point point) {
        frame.memory.putDouble(at, point.x());
        frame.memory.putDouble(at + 8, point.y());
        frame.memory.put(at + 16, point.tag());
    }

}
