package io.polyplug.interop;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReturnedMemory;
import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Peer;
import io.polyplug.interop.Contracts.Relay;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who frees what libraries return to scripts.
 */
class ScriptMemoryTests {

    private static final int CALLS = 2_000;

    private static final int BEYOND_QUARANTINE = 100;

    private static final String LIBRARY = "upstream-everything";

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private Peer load(Engine engine, PolyplugRuntime runtime) {
        runtime.loadBundle(this.stage.withoutEngines().bundle("everything"));
        this.stage.load(engine, "middle");
        return runtime.contract(Peer.class);
    }

    private void call(Peer middle, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(middle.shout("you")).isEqualTo("m300 asked: v100: hello you");
        }
    }

    private long held() {
        return this.stage.withoutEngines().guestBytes(LIBRARY);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void textsAreFreedWhenTheScriptReturns(Engine engine) {
        Peer middle = load(engine, this.stage.runtime(engine));
        call(middle, BEYOND_QUARANTINE);
        long held = held();
        call(middle, CALLS);
        assertThat(held()).isEqualTo(held);
        assertThat(this.stage.withoutEngines().guestBytes(engine.folder() + "-middle")).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void theyAreNotWhereTheLibraryIsSaidToKeepThem(Engine engine) {
        Peer middle = load(engine,
                this.stage.runtime(engine, (builder) -> builder.returnedMemory(LIBRARY, ReturnedMemory.BORROWED)));
        call(middle, BEYOND_QUARANTINE);
        long held = held();
        call(middle, CALLS);
        assertThat(held() - held).isEqualTo((long) CALLS * "v100: hello you".length());
    }

    @ParameterizedTest
    @EnumSource
    void textsForARelayAreFreed(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        runtime.loadBundle(this.stage.withoutEngines().bundle("peer"));
        this.stage.load(engine, "relay");
        Relay relay = runtime.contract(Relay.class);
        long[] held = new long[2];
        for (int i = 0; i < held.length; i++) {
            for (int call = 0; call < CALLS; call++) {
                assertThat(relay.peerShout("hey")).isEqualTo("HEY from 100");
            }
            held[i] = this.stage.withoutEngines().guestBytes("upstream-peer");
        }
        assertThat(held[1]).isEqualTo(held[0]);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void textsOfErrorsAreFreed(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        runtime.loadBundle(this.stage.withoutEngines().bundle("peer"));
        this.stage.load(engine, "relay");
        Relay relay = runtime.contract(Relay.class);
        long[] held = new long[2];
        for (int i = 0; i < held.length; i++) {
            for (int call = 0; call < BEYOND_QUARANTINE; call++) {
                failAtPeer(relay);
            }
            held[i] = this.stage.withoutEngines().guestBytes("upstream-peer");
        }
        assertThat(held[1]).isEqualTo(held[0]);
    }

    /** Lua's caller tells nobody of a failure where there is no result. */
    private static void failAtPeer(Relay relay) {
        try {
            relay.peerFail("on purpose");
        }
        catch (GuestCallException ex) {
            assertThat(ex.code()).isEqualTo(1);
        }
    }

}
