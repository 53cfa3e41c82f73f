package io.polyplug.benchmarks.peers;

import java.util.Objects;
import java.util.function.Supplier;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** The calls of one caller, in the context that is its own. Belongs to one thread. */
final class ScriptCaller implements Calculator {

    private final Supplier<Script> current;

    private final int caller;

    private @Nullable Script script;

    private @Nullable Context context;

    private @Nullable Value add;

    private @Nullable Value greet;

    ScriptCaller(Supplier<Script> current, int caller) {
        this.current = current;
        this.caller = caller;
    }

    @Override
    public long add(int a, long b) {
        goOn();
        return Objects.requireNonNull(this.add).execute(a, b).asLong();
    }

    @Override
    public String greet(String name) {
        goOn();
        return Objects.requireNonNull(this.greet).execute(name).asString();
    }

    /** Goes on to the version that serves, if it is another one. */
    @SuppressWarnings("ReferenceEquality")
    private void goOn() {
        for (Script next = this.current.get(); next != this.script; next = this.current.get()) {
            Context taken = next.take(this.caller);
            if (taken != null) {
                if (this.context != null) {
                    this.context.close();
                }
                this.context = taken;
                Value calculator = taken.getBindings("js").getMember("calculator");
                this.add = calculator.getMember("add");
                this.greet = calculator.getMember("greet");
                this.script = next;
            }
        }
    }

}
