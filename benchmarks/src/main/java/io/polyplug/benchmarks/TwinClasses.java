package io.polyplug.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.function.Supplier;

/**
 * All classes of polyplug and of the benchmarks once more, with or without the call that
 * counts calls. Only {@link Call} is the same for all, to be called by its callers.
 */
final class TwinClasses extends ClassLoader {

    private static final String OURS = "io.polyplug.";

    /**
     * Calls of native functions are counted in one place, and those of machines in one.
     */
    private static final int COUNTING = 2;

    private static final String CALLER = "io.polyplug.compiler.HomeFunction";

    private final boolean uncounted;

    private int removed;

    /**
     * Makes a twin.
     * @param uncounted whether compiled calls are not counted
     */
    TwinClasses(boolean uncounted) {
        super(TwinClasses.class.getClassLoader());
        this.uncounted = uncounted;
    }

    /** Opens a runtime of these classes with bundle {@code measured}. */
    Twin open() throws ReflectiveOperationException {
        Class<?> type = loadClass(Opened.class.getName());
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object opened = constructor.newInstance();
        Call call = (Call) ((Supplier<?>) opened).get();
        call.call(1);
        if (this.removed != (this.uncounted ? COUNTING : 0)) {
            throw new IllegalStateException(this.removed + " calls are not counted in " + CALLER);
        }
        return new Twin(call, (Closeable) opened);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.equals(Call.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> present = findLoadedClass(name);
            return (present != null) ? present : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = stream.readAllBytes();
            byte[] own = (this.uncounted && name.equals(CALLER)) ? withoutCount(code) : code;
            return defineClass(name, own, 0, own.length);
        }
        catch (IOException ex) {
            throw new ClassNotFoundException(name, ex);
        }
    }

    private byte[] withoutCount(byte[] code) {
        return ClassFile.of()
            .transformClass(ClassFile.of().parse(code), ClassTransform.transformingMethodBodies(this::dropCount));
    }

    private void dropCount(CodeBuilder builder, CodeElement element) {
        if (element instanceof InvokeInstruction call && call.name().equalsString("count")
                && call.owner().asInternalName().equals("io/polyplug/compiler/HomeCall")) {
            builder.pop2().pop();
            this.removed++;
        }
        else {
            builder.with(element);
        }
    }

    /**
     * A runtime of a twin.
     *
     * @param call calls {@code add}
     * @param runtime is to be closed
     */
    record Twin(Call call, Closeable runtime) implements AutoCloseable {

        @Override
        public void close() {
            try {
                this.runtime.close();
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

    }

    /** What is opened, by the classes of the twin. */
    static final class Opened implements Supplier<Object>, Closeable {

        private final Hosts hosts = new Hosts();

        @Override
        public Object get() {
            return Operation.ADD.by(Way.PROXY, this.hosts);
        }

        @Override
        public void close() {
            this.hosts.close();
        }

    }

}
