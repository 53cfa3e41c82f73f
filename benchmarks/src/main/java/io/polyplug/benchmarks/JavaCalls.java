package io.polyplug.benchmarks;

/** The functions of bundle {@code measured}, in Java. */
final class JavaCalls implements Measured {

    @Override
    public long add(int a, long b) {
        return a + b;
    }

    @Override
    public String greet(String name) {
        return "hello ".concat(name);
    }

    @Override
    public Point mid(Point a, Point b) {
        return new Point((a.x() + b.x()) / 2, (a.y() + b.y()) / 2, (byte) (a.tag() + b.tag()));
    }

    @Override
    public byte[] mirror(byte[] bytes) {
        return bytes.clone();
    }

    @Override
    public int callBack(int a, int b) {
        return a + b;
    }

    @Override
    public long seconds(Unit unit, long count) {
        return switch (unit) {
            case SECOND -> count;
            case MINUTE -> 60 * count;
            case HOUR -> 3600 * count;
        };
    }

    @Override
    public Unit largest(long seconds) {
        return (seconds < 60) ? Unit.SECOND : (seconds < 3600) ? Unit.MINUTE : Unit.HOUR;
    }

}
