package io.polyplug.process;

/**
 * A signal that matters to the JVM, or that libraries are known to take.
 */
public enum Signal {

    /** Hang-up: the JVM ends in order. */
    SIGHUP(1),

    /** Interrupt: the JVM ends in order. */
    SIGINT(2),

    /** Quit: the JVM prints its threads. */
    SIGQUIT(3),

    /** Illegal instruction. */
    SIGILL(4),

    /** Trap. */
    SIGTRAP(5),

    /** Abort: by default the end. */
    SIGABRT(6),

    /** Access beyond the end of a mapped file, which Java code may survive. */
    SIGBUS(7),

    /** Integer division by zero, an {@code ArithmeticException} in Java. */
    SIGFPE(8),

    /** Left to applications, which is what libraries take it for. */
    SIGUSR1(10),

    /** Segmentation fault: null checks, safepoints and stack overflows of Java. */
    SIGSEGV(11),

    /** The JVM suspends threads with it, for Flight Recorder among others. */
    SIGUSR2(12),

    /** Broken pipe: a write to a socket that was closed. */
    SIGPIPE(13),

    /** A timer of the process. */
    SIGALRM(14),

    /** Termination: the JVM ends in order. */
    SIGTERM(15),

    /** A child process ended. */
    SIGCHLD(17),

    /** Urgent data; Go's runtime interrupts its threads with it. */
    SIGURG(23),

    /** The limit of processor time. */
    SIGXCPU(24),

    /** The limit of a file's size. */
    SIGXFSZ(25),

    /** A timer of virtual time. */
    SIGVTALRM(26),

    /** A profiler's timer. */
    SIGPROF(27),

    /** A file is ready. */
    SIGIO(29),

    /** A system call that is not allowed. */
    SIGSYS(31);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** Returns its number on Linux on x86-64 and AArch64. */
    int number() {
        return this.number;
    }

}
