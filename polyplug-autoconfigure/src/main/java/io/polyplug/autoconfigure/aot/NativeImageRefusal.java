package io.polyplug.autoconfigure.aot;

import org.graalvm.nativeimage.hosted.Feature;

/**
 * Ends the build of a native image, which could not run bundles: it may neither define
 * the classes of proxies nor make the calls from native code back into Java that it did
 * not know when it was built.
 * <p>
 * GraalVM reports of a feature that throws its name and that of the exception, but not
 * what the exception says; hence the words on the console.
 */
final class NativeImageRefusal implements Feature {

    static final String TEXT = """
            polyplug cannot run in a native image.
            Its bundles are native libraries that are opened, called and replaced while the application runs, which \
            takes classes and entry points that are made at run time.
            Run the application on a JVM: ahead-of-time processing (-Dspring.aot.enabled=true) and the JVM's AOT cache \
            shorten the start there. Or set 'polyplug.enabled' to 'false' when the application is processed ahead of \
            time for the image.""";

    @Override
    public void afterRegistration(AfterRegistrationAccess access) {
        System.err.println(TEXT);
        throw new UnsupportedOperationException(TEXT);
    }

}
