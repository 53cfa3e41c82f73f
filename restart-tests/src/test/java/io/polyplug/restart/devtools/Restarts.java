package io.polyplug.restart.devtools;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

import io.polyplug.restart.application.Greetings;
import io.polyplug.restart.harness.Leftovers;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Restarts the application until it has run four times, and then tells what is left of
 * the first three.
 */
public class Restarts implements ApplicationRunner {

    private static final String LOADERS = "restart-tests.loaders";

    private static final int RUNS = 4;

    private final Greetings greetings;

    private final ConfigurableApplicationContext context;

    private final Path work;

    Restarts(Greetings greetings, ConfigurableApplicationContext context,
            @Value("${polyplug.work-directory}") Path work) {
        this.greetings = greetings;
        this.context = context;
        this.work = work;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        List<WeakReference<ClassLoader>> loaders = loaders();
        loaders.add(new WeakReference<>(getClass().getClassLoader()));
        System.out.println("loader " + getClass().getClassLoader().getClass().getSimpleName());
        System.out.println("answer " + ForkJoinPool.commonPool().submit(this::sayOnAThreadThatStays).join());
        Thread next = new Thread(
                (loaders.size() < RUNS) ? () -> Restarter.getInstance().restart() : () -> end(loaders));
        next.setDaemon(false);
        next.start();
    }

    /** Whoever starts such a thread gives it its own class loader, polyplug or not. */
    private String sayOnAThreadThatStays() {
        Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
        return this.greetings.say("you");
    }

    /** What survives restarts has to be of the JDK's classes. */
    @SuppressWarnings("unchecked")
    private static List<WeakReference<ClassLoader>> loaders() {
        return (List<WeakReference<ClassLoader>>) System.getProperties()
            .computeIfAbsent(LOADERS, (name) -> new ArrayList<>());
    }

    /** DevTools keeps the class loader of the first run, in any application. */
    private void end(List<WeakReference<ClassLoader>> loaders) {
        for (WeakReference<ClassLoader> loader : loaders.subList(1, RUNS - 1)) {
            System.out.println("class loader " + (Leftovers.isCollected(loader) ? "collected" : "LEFT"));
        }
        System.out.println("mapped while it runs " + Leftovers.mapped(this.work));
        this.context.close();
        System.out.println("threads " + Leftovers.threads());
        System.out.println("libraries " + Leftovers.libraries(this.work));
        System.exit(0);
    }

}
