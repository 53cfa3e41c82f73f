package io.polyplug.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MovingPicture}.
 */
class MovingPictureTests {

    @Test
    void everyPixelOfAFrameIsOpaque() {
        byte[] frame = MovingPicture.frame(1.5);
        assertThat(frame).hasSize(640 * 360 * 4);
        for (int i = 3; i < frame.length; i += 4) {
            assertThat(frame[i]).isEqualTo((byte) 255);
        }
    }

    @Test
    void aMomentAlwaysLooksTheSame() {
        assertThat(MovingPicture.frame(1.5)).isEqualTo(MovingPicture.frame(1.5));
    }

    @Test
    void framesOfDifferentMomentsDiffer() {
        assertThat(MovingPicture.frame(1.5)).isNotEqualTo(MovingPicture.frame(1.54));
    }

    @Test
    void anyMomentCanBePainted() {
        for (double seconds : new double[] { -1, 0, 7.7, 3600, 86400 * 365.0 }) {
            assertThat(MovingPicture.frame(seconds)).isNotEmpty();
        }
    }

}
