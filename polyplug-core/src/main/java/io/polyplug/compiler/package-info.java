/**
 * Compiled calls: from slot to unpin. {@link io.polyplug.compiler.HomeProxyCompiler} is
 * the door, {@code ProxyClass} and {@code ProxyMethod} write the code of a proxy with
 * ASM, {@code HomeCall} (the pin) and {@code HomeFunction} (the call) are what that code
 * does. It knows {@code io.polyplug.proxy} and what that stands on, and of all others
 * only whoever puts a runtime together knows it. What differs between backends is one
 * seam, {@link io.polyplug.ffi.SlotMemory}.
 * <p>
 * A guest contract's method makes eight steps, in this order. R1 to R4 are those of the
 * protocol, which {@code docs/concurrency.md} proves under "Home slots"; W1 to W3 are the
 * writer's: publish, advance the epoch, take what is retired and then read the words.
 * <pre>
 *    step    reads                                     writes
 * 1  slot    id of the thread
 * 2  peek    callee of the cell (volatile),
 *            address of its code, its instance
 * 3  pin     word of the slot (plain)
 *            R1 epoch (volatile)                       R2 word = epoch, reader (opaque)
 *               [full fence, if there is no barrier]
 *            R3 callee of the cell (volatile)
 *            host table of the callee                  note = host table (plain)
 * 4  write   the arguments                             the slot's memory (plain)
 * 5  count                                             the counter's word, plus one (plain)
 * 6  call    what the guest reads                      what the guest writes
 * 7  read    error, result (plain)                     error = 0, if there was one (plain)
 * 8  unpin   mark (plain)                              R4 word = -id (release)
 * </pre> <b>1. Slot.</b> The home slot of a thread follows from its id by arithmetic. The
 * id is not 0, which no compiler knows, so it is also what the stack is reserved with: a
 * guest that has no room to call back ends the process.
 * <p>
 * <b>2. Peek.</b> The cell shows a {@code NativeCallee}, or nothing if the interpreter
 * has to look at the call: nobody provides the contract, there is no instance yet, or a
 * machine runs it, of which below. All that the call needs of it is read now, for behind
 * a fence each read would be waited for. It may be replaced at any time until step 3 has
 * asked again. The address of a function is 0 while its calls have to be looked at. In a
 * rollout the cell shows no callee but a {@code Split}, which is looked for then, and who
 * is chosen there is peeked: by the number of the slot's calls, so nothing is written.
 * <p>
 * <b>3. Pin.</b> The word says whether the slot is free and this thread's ({@code -id}).
 * If it does not, the thread adopts the slot, which succeeds if its owner has ended, or
 * gives up: then the slot is another thread's, or this thread is in a compiled call
 * already. R1 comes before R2: it pairs with W2, so whoever pins a later epoch sees what
 * was published before that epoch began. R2 is an opaque store and no more, for nobody
 * else writes here; it pairs with the scan of W3 through a full barrier that stands
 * between R2 and R3 and is either ours (the fence) or the one that the reclaimer has all
 * threads pass after taking its list ({@code ProcessBarrier}). So the scan sees the pin,
 * or R3 sees W1. R3 asks whether what was peeked is still current: then it had not been
 * retired before the pin, all that was read of it is right, and it stays until R4. Where
 * it was chosen from a split the question is whether the cell still shows that, and a
 * candidate's call is counted. Otherwise the word is freed again and the interpreter
 * makes the call. Last the slot's note gets the callee's host table, unless it is there
 * from the call before: a write is waited for by the downcall. Of two who share the calls
 * it is always written: whose is there cannot be foretold.
 * <p>
 * <b>4. Write.</b> Arguments, texts and bytes go to the memory behind the word, which is
 * the frame of the call; what is too long for it goes to a block of its own, which step 8
 * frees. Nothing has been called, so an argument that cannot be written unpins, and the
 * interpreter begins anew and says what is wrong with it.
 * <p>
 * <b>5. Count.</b> One more call, in a word that belongs to this slot and this cell.
 * Statistics read it opaquely. Before the downcall, which has it written.
 * <p>
 * <b>6. Call.</b> One constant handle calls the code with the instance, the addresses of
 * arguments and result, and that of the error, which is all zeros. The call is not on the
 * thread's call stack. If the guest calls back, {@code CallStacks.current} finds on this
 * same thread a pin without a mark, reads the note, enters the call and marks the pin. If
 * it only allocates a block, the first one in this call, the slot notes the block, and
 * the mark says so. Where the address is 0 the same call is made between two looks at the
 * thread's floating-point environment, or that is put back after it; here, for the
 * interpreter would want the arguments as objects, and the JIT compiler would have to
 * make them in each call for the sake of the few that it gets.
 * <p>
 * <b>7. Read.</b> An error is read and thrown by the interpreter's code, and cleared. So
 * are results that cannot be read without help. Scalars and records of scalars are read
 * from the slot. A text or bytes in the one block that the slot has noted are copied, the
 * block is freed and the mark goes, if the memory rule needs no further look.
 * <p>
 * <b>8. Unpin.</b> If the pin is marked, the mark goes and the call leaves the call
 * stack; if there is a block that was not returned, the bundle holds it from now on. R4
 * is a release: every use under the pin comes before it. It pairs with the scan of W3,
 * which reclaims after it. Last the call stack, if it knew of the call, learns that the
 * pin has ended, and tells what had to wait for that. An error of a candidate, in a
 * function that is free of side effects, is answered by the other one after that.
 * <p>
 * <b>Machines.</b> Where a cell shows no callee but an implementation in machines, each
 * of which one thread at a time may be in, a second method of the proxy makes the call
 * ({@code MachineMethod}), so that the first one does not get larger. Between 1 and 3 it
 * takes a seat if that can be done at once, and reads what it needs of the machine; R3
 * asks whether the cell still shows that implementation. The seat is left after 8, for
 * whoever leaves one may wake up who waits for it. A result that needs an arena, a split,
 * a seat that is not free, a machine without an instance and a call that has to be looked
 * at are the interpreter's, which waits for a seat without a pin.
 * <p>
 * The interpreter, {@code io.polyplug.proxy.GuestCall}, makes the same steps in slots
 * that nobody owns. It takes over wherever one of these does not go, so nothing that is
 * rare is done twice.
 */
@NullMarked
package io.polyplug.compiler;

import org.jspecify.annotations.NullMarked;
