package io.polyplug.test.app;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;

import org.springframework.stereotype.Component;

/** What the application sets on every runtime. */
@Component
public class HotReload implements RuntimeBuilderCustomizer {

    private int times;

    @Override
    public void customize(PolyplugRuntime.Builder builder) {
        this.times++;
    }

    public int times() {
        return this.times;
    }

}
