package io.polyplug.proxy;

import io.polyplug.boundary.CallStacks;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.memory.GuestMemory;

/**
 * What all calls of one runtime are made with. Thread-safe.
 *
 * @param backend how native code is reached
 * @param homes where compiled calls stand
 * @param stacks what each thread is doing
 * @param memory decides about returned memory
 */
public record CallTools(NativeBackend backend, HomeSlots<CallFrame> homes, CallStacks stacks, GuestMemory memory) {
}
