package io.polyplug.upcall;

import java.nio.ByteBuffer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStack;
import io.polyplug.boundary.CallStacks;
import io.polyplug.epoch.PinSlot;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.store.GuestInstance;

/**
 * Stands between native callers and Java code: nothing that is thrown passes, and nesting
 * is bounded. Thread-safe.
 */
public final class UpcallGuard {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.host");

    /** How deep guest and host may call each other on one thread. */
    private static final int DEEPEST = 64;

    private final NativeBackend backend;

    private final CallStacks stacks;

    private final ClassLoader classLoader = ofTheApplication();

    /**
     * Creates the guard.
     * @param backend how native code is reached
     * @param stacks what each thread is doing
     */
    public UpcallGuard(NativeBackend backend, CallStacks stacks) {
        this.backend = backend;
        this.stacks = stacks;
    }

    /**
     * Threads of guests come without a context class loader. They get that of whoever
     * built the runtime, for host contracts are the application's.
     */
    private static ClassLoader ofTheApplication() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return (context != null) ? context : UpcallGuard.class.getClassLoader();
    }

    /**
     * Makes a native function whose result is null when it fails.
     * @param shape its result
     * @param parameters how many words it takes
     * @param errorWord which word is {@code AbiError *out_err}, or -1; a failure is told
     * there with code 3
     * @param answer the Java code
     * @return the function's address
     */
    public long stub(Shape shape, int parameters, int errorWord, Answer answer) {
        return stub(shape, parameters, errorWord, 0, answer);
    }

    /**
     * Makes a native function whose null result is not 0.
     * @param shape its result
     * @param parameters how many words it takes
     * @param errorWord which word is {@code AbiError *out_err}, or -1; a failure is told
     * there with code 3
     * @param failure the result word when it fails
     * @param answer the Java code
     * @return the function's address
     */
    public long stub(Shape shape, int parameters, int errorWord, long failure, Answer answer) {
        QuickAnswer quick = (answer instanceof QuickAnswer known) ? known : null;
        return this.backend.upcall(shape, parameters, (words, result) -> {
            try {
                long unseen = (quick != null) ? answerUnseen(quick, words) : 0;
                return (unseen != 0) ? unseen : answer(answer, errorWord, failure, words, result);
            }
            catch (Throwable ex) {
                failed(ex, (errorWord >= 0) ? words[errorWord] : 0, result);
                return failure;
            }
        });
    }

    private long answerUnseen(QuickAnswer answer, long[] words) {
        PinSlot<?> home = this.stacks.unseen();
        return (home != null) ? answer.answerUnseen(home, words) : 0;
    }

    private long answer(Answer answer, int errorWord, long failure, long[] words, long result) {
        CallStack stack = this.stacks.current();
        if (stack.isOutside() && Thread.currentThread().getContextClassLoader() == null) {
            Thread.currentThread().setContextClassLoader(this.classLoader);
        }
        try {
            if (stack.beginUpcall() > DEEPEST) {
                if (errorWord >= 0) {
                    writeError(words[errorWord], Abi.PANIC, 0, 0);
                }
                zero(result);
                return failure;
            }
            return answer.answer(stack, words, result);
        }
        finally {
            stack.endUpcall();
        }
    }

    private void failed(Throwable ex, long error, long result) {
        try {
            writeError(error, Abi.PANIC, 0, 0);
            zero(result);
            if (!(ex instanceof VirtualMachineError)) {
                logger.error("Answering a guest failed; it gets code {} or null", Abi.PANIC, ex);
            }
        }
        catch (Throwable again) {
            // Nothing may cross into native code, and there is no stack or memory left to
            // say more.
        }
    }

    private void zero(long result) {
        if (result != 0) {
            for (int at = 0; at < 3 * Abi.WORD; at += Abi.WORD) {
                this.backend.putWord(result + at, 0);
            }
        }
    }

    /**
     * Overwrites an {@code AbiError} (docs/abi.md 7.1).
     * @param error where it is; 0 drops it
     * @param code the code
     * @param message where the text is, or 0
     * @param length the bytes of the text
     */
    public void writeError(long error, int code, long message, long length) {
        if (error != 0) {
            ByteBuffer memory = this.backend.view(error, Abi.ERROR_SIZE);
            memory.putLong(0, code);
            memory.putLong(Abi.ERROR_MESSAGE, message);
            memory.putLong(Abi.ERROR_MESSAGE + Abi.WORD, length);
        }
    }

    /**
     * Writes an instance where a guest has room for one.
     * @param out where it goes, two words; 0 drops it
     * @param made the instance
     */
    public void writeInstance(long out, GuestInstance made) {
        if (out != 0) {
            this.backend.putWord(out, made.data());
            this.backend.putWord(out + Abi.WORD, made.contractId());
        }
    }

    /** Java code that answers a guest. */
    @FunctionalInterface
    public interface Answer {

        /**
         * Answers.
         * @param stack the calling thread's stack
         * @param words the arguments
         * @param result room for a result of three words, else 0
         * @return the result word
         */
        long answer(CallStack stack, long[] words, long result);

    }

    /**
     * Java code that can answer some calls without a look at the thread's call stack.
     */
    public interface QuickAnswer extends Answer {

        /**
         * Answers without a look, or does nothing.
         * @param home where the compiled call stands that the calling thread is in, which
         * nobody has looked at
         * @param words the arguments
         * @return the result word, or 0 if {@link #answer} has to answer
         */
        long answerUnseen(PinSlot<?> home, long[] words);

    }

}
