package io.polyplug.types;

import java.nio.ByteBuffer;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Unsigned;
import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import io.polyplug.types.Everything.Line;
import io.polyplug.types.Everything.Mixed;
import io.polyplug.types.Everything.Named;
import io.polyplug.types.Everything.Point;
import io.polyplug.types.Everything.Shade16;
import io.polyplug.types.Everything.Shade8;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Java records as C structs.
 */
class RecordTests {

    private static final Point P = new Point(1, -2, (byte) 3);

    private static final Point Q = new Point(5, 4, (byte) -1);

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Everything everything = polyplug.contract(Everything.class);

    @Test
    @DisplayName("LY-50: records lie inline, with the padding that C gives them")
    void recordsGoInAndComeOut() {
        assertThat(this.everything.mid(P, Q)).isEqualTo(new Point(3, 1, (byte) 2));
    }

    @Test
    @DisplayName("LY-51, LY-52: records inside records, with an enum between them")
    void nestedRecords() {
        Line line = new Line(P, Shade16.TOP, Q);
        assertThat(this.everything.flip(line)).isEqualTo(new Line(Q, Shade16.TOP, P));
    }

    @Test
    void viewsInARecordAreCopiedOut() {
        Named renamed = this.everything.renamed(new Named("w\u00f6rld", Integer.MAX_VALUE, new byte[] { 1, 2, 3 }));
        assertThat(renamed.name()).isEqualTo("hello w\u00f6rld");
        assertThat(renamed.n()).isEqualTo(Integer.MIN_VALUE);
        assertThat(renamed.data()).containsExactly(3, 2, 1);
    }

    @Test
    void borrowedViewsInARecordAreCopiedToo() {
        Named first = this.everything.staticNamed();
        first.data()[0] = 99;
        Named second = this.everything.staticNamed();
        assertThat(second.name()).isEqualTo("static");
        assertThat(second.n()).isEqualTo(7);
        assertThat(second.data()).containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName("LY-55: nine components of every kind come back from where they were put")
    void recordOfAllTypes() {
        Mixed mixed = new Mixed((byte) 255, true, (short) 65535, Long.MIN_VALUE, "text \ud83d\ude00", P, Shade8.TOP,
                new byte[] { 9, 8 }, 0x1234_5678_9abc_def0L);
        Mixed echoed = this.everything.echoMixed(mixed);
        assertThat(echoed).usingRecursiveComparison().isEqualTo(mixed);
    }

    @Test
    void manyKindsOfArguments() {
        double answer = this.everything.multi(new Point(0.5, 0.25, (byte) 0), (byte) 200, new Line(P, Shade16.LIGHT, Q),
                Shade16.TOP, new byte[7]);
        assertThat(answer).isEqualTo(0.75 + 200 + 1 + 4 + 60000 + 7);
    }

    @Test
    void nullRecordIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.everything.mid(P, null))
            .withMessage("Parameter 'b' of " + Everything.class.getName() + ".mid: null is not allowed here. Pass a "
                    + Point.class.getName());
    }

    @Test
    void nullComponentIsRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.everything.renamed(new Named(null, 1, new byte[0])))
            .withMessageContaining("Parameter 'named'")
            .withMessageContaining("Named.name: null is not allowed here");
        assertThatIllegalArgumentException().isThrownBy(() -> this.everything.flip(new Line(P, Shade16.LIGHT, null)))
            .withMessageContaining("Line.b: null is not allowed here");
    }

    @Test
    void wrongValueInsideARecordIsAnErrorThatSaysWhere() {
        LiesAboutShades liar = polyplug.contract(LiesAboutShades.class);
        assertThatExceptionOfType(GuestCallException.class)
            .isThrownBy(() -> liar.mid(new WithTag(0, 0, (short) 40), new WithTag(0, 0, (short) 37)))
            .withMessageContaining("Function 4 (mid)")
            .withMessageContaining("WithShade.shade: 77 is no value of enum " + Shade8.class.getName());
    }

    @Test
    void componentsMayBeUnsignedOrNullableOrBuffers() {
        Variations variations = polyplug.contract(Variations.class);
        assertThat(variations.mid(new WithTag(0, 0, (short) 200), new WithTag(2, 4, (short) 55)))
            .isEqualTo(new WithTag(1, 2, (short) 255));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> variations.mid(new WithTag(0, 0, (short) 256), new WithTag(0, 0, (short) 0)))
            .withMessageContaining("WithTag.tag: 256 is no u8");
        Named renamed = variations.renamed(new WithBuffer(null, 4294967294L, ByteBuffer.wrap(new byte[] { 5, 6 })));
        assertThat(renamed.name()).isEqualTo("hello ");
        assertThat(renamed.n()).isEqualTo(-1);
        assertThat(renamed.data()).containsExactly(6, 5);
    }

    @Test
    void recordThatRefusesItsComponentsMakesTheCallFail() {
        Picky picky = polyplug.contract(Picky.class);
        assertThat(picky.mid(P, P).x()).isEqualTo(1);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> picky.mid(Q, Q))
            .withMessageContaining("x is above 4");
    }

    record WithTag(double x, double y, @Unsigned short tag) {
    }

    record WithShade(double x, double y, Shade8 shade) {
    }

    record WithBuffer(@Nullable String name, @Unsigned long n, ByteBuffer data) {
    }

    record AtMostFour(double x, double y, byte tag) {

        AtMostFour {
            if (x > 4) {
                throw new IllegalArgumentException("x is above 4");
            }
        }

    }

    /** The same functions with other Java types of the same native form. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Variations {

        @ContractFunction(4)
        WithTag mid(WithTag a, WithTag b);

        @ContractFunction(29)
        Named renamed(WithBuffer named);

    }

    /** Takes the tag, which may be anything, for an enum. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface LiesAboutShades {

        @ContractFunction(4)
        WithShade mid(WithTag a, WithTag b);

    }

    /** A result type that checks its components. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Picky {

        @ContractFunction(4)
        AtMostFour mid(Point a, Point b);

    }

}
