package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * A library that is mapped to an interface, and closed once the next one is open. JNA
 * does not know who is in a library, so calls hold a lock for reading, and closing takes
 * it for writing.
 */
final class JnaPeer implements Peer, Calculator {

    private final Versions<Path> libraries;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private Mapped mapped;

    JnaPeer(Path folder) throws IOException {
        this.libraries = NativeCode.copyTo(folder, "/peers/calculator%s/libcalculator.so");
        this.mapped = load(Version.HELLO);
    }

    private Mapped load(Version version) {
        return Native.load(this.libraries.of(version).toString(), Mapped.class);
    }

    @Override
    public Calculator caller(int caller) {
        return this;
    }

    @Override
    public long add(int a, long b) {
        this.lock.readLock().lock();
        try {
            return this.mapped.add(a, b);
        }
        finally {
            this.lock.readLock().unlock();
        }
    }

    @Override
    public String greet(String name) {
        this.lock.readLock().lock();
        try {
            return this.mapped.greet(name);
        }
        finally {
            this.lock.readLock().unlock();
        }
    }

    @Override
    public void replace(Version version) {
        Mapped next = load(version);
        this.lock.writeLock().lock();
        try {
            close();
            this.mapped = next;
        }
        finally {
            this.lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        ((Library.Handler) Proxy.getInvocationHandler(this.mapped)).getNativeLibrary().close();
    }

    /** The functions of the library. */
    public interface Mapped extends Library, Calculator {

    }

}
