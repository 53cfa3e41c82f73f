package io.polyplug.sample;

import java.util.List;

/**
 * A moving picture, computed pixel by pixel: balls that bounce on a chequered floor
 * before a sunset. It has colours, hard edges and straight lines, so that every filter
 * has something to do. A moment always looks the same.
 */
final class MovingPicture {

    static final int WIDTH = 640;

    static final int HEIGHT = 360;

    private static final int HORIZON = 208;

    private static final int CENTRE = WIDTH / 2;

    private static final List<Ball> BALLS = List.of(new Ball(34, 0xe0245e, 0.61, 0.0),
            new Ball(46, 0x17a398, 0.47, 2.1), new Ball(28, 0xf4b400, 0.83, 4.2));

    private final byte[] rgba = new byte[WIDTH * HEIGHT * 4];

    private final double seconds;

    private MovingPicture(double seconds) {
        this.seconds = seconds;
    }

    /**
     * Paints a frame.
     * @param seconds the moment
     * @return the pixels, row by row, four bytes each: red, green, blue, alpha
     */
    static byte[] frame(double seconds) {
        MovingPicture picture = new MovingPicture(seconds);
        picture.paintSky();
        picture.paintMountains();
        picture.paintFloor();
        BALLS.forEach(picture::paintBall);
        return picture.rgba;
    }

    private void paintSky() {
        for (int y = 0; y < HORIZON; y++) {
            double height = (double) y / HORIZON;
            int sky = (height < 0.5) ? mix(0x120a3a, 0x7b2080, 2 * height) : mix(0x7b2080, 0xff8a50, 2 * height - 1);
            for (int x = 0; x < WIDTH; x++) {
                set(x, y, inSun(x - CENTRE, y - 126) ? mix(0xffe680, 0xff3f7f, (y - 36) / 172.0) : sky);
            }
        }
    }

    /** The sun has gaps that sink and grow wider towards its foot. */
    private boolean inSun(int dx, int dy) {
        boolean gap = dy > 0 && floorMod(dy - 9 * this.seconds, 18) < 2 + dy / 9.0;
        return dx * dx + dy * dy < 90 * 90 && !gap;
    }

    private void paintMountains() {
        for (int x = 0; x < WIDTH; x++) {
            paintMountain(x, ridge(x + 14 * this.seconds, 58), 0x4b1d6b);
            paintMountain(x, ridge(1000 + x + 34 * this.seconds, 34), 0x26104a);
        }
    }

    private static int ridge(double x, int height) {
        return (int) (height * (0.55 + 0.3 * Math.sin(x / 53) + 0.15 * Math.sin(x / 19)));
    }

    private void paintMountain(int x, int height, int colour) {
        for (int y = HORIZON - height; y < HORIZON; y++) {
            set(x, y, (y < HORIZON - height + 2) ? 0xff9ec4 : colour);
        }
    }

    private void paintFloor() {
        for (int y = HORIZON; y < HEIGHT; y++) {
            double distance = 60.0 / (y - HORIZON + 4);
            double haze = Math.min(1, distance / 9);
            for (int x = 0; x < WIDTH; x++) {
                double column = Math.floor((x - CENTRE) * distance / 70);
                double row = Math.floor(4 * distance + 1.5 * this.seconds);
                int tile = (floorMod(column + row, 2) < 1) ? 0x1b1444 : 0x7d5cff;
                set(x, y, mix(tile, 0xd06a9a, haze));
            }
        }
    }

    private void paintBall(Ball ball) {
        int radius = ball.radius;
        int left = (int) (CENTRE + 230 * Math.sin(ball.speed * this.seconds + ball.phase));
        int ground = HEIGHT - 22 - radius / 2;
        int top = (int) (ground - radius - 170 * Math.abs(Math.sin(3.2 * ball.speed * this.seconds + ball.phase)));
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                paintShadow(left + dx, ground + dy / 4, dx, dy, radius);
            }
        }
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                if (dx * dx + dy * dy < radius * radius) {
                    set(left + dx, top + dy, ball.colour((double) dx / radius, (double) dy / radius, this.seconds));
                }
            }
        }
    }

    private void paintShadow(int x, int y, int dx, int dy, int radius) {
        if (dy % 4 == 0 && dx * dx + dy * dy < radius * radius) {
            set(x, y, 0x0c0824);
        }
    }

    private void set(int x, int y, int colour) {
        int at = 4 * (y * WIDTH + x);
        this.rgba[at] = (byte) (colour >> 16);
        this.rgba[at + 1] = (byte) (colour >> 8);
        this.rgba[at + 2] = (byte) colour;
        this.rgba[at + 3] = (byte) 255;
    }

    private static double floorMod(double value, double divisor) {
        return value - divisor * Math.floor(value / divisor);
    }

    private static int mix(int from, int to, double share) {
        return mix(from, to, share, 16) | mix(from, to, share, 8) | mix(from, to, share, 0);
    }

    private static int mix(int from, int to, double share, int shift) {
        int start = (from >> shift) & 0xff;
        int end = (to >> shift) & 0xff;
        return (int) (start + (end - start) * share) << shift;
    }

    /**
     * A ball with white stripes that turn around its axis.
     *
     * @param radius its radius in pixels
     * @param colour its colour
     * @param speed how fast it moves
     * @param phase where it is at the beginning
     */
    private record Ball(int radius, int colour, double speed, double phase) {

        /** The colour at a place of the ball, seen from its middle; its edge is at 1. */
        int colour(double x, double y, double seconds) {
            double z = Math.sqrt(1 - x * x - y * y);
            double longitude = Math.atan2(x, z) + 2 * this.speed * seconds;
            int paint = (floorMod(longitude, Math.PI / 2) < Math.PI / 4) ? this.colour : 0xf6f2ff;
            double light = Math.max(0, -0.5 * x - 0.65 * y + 0.57 * z);
            return mix(0x100828, paint, 0.3 + 0.7 * light);
        }

    }

}
