package io.polyplug.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.contract.GuestContractAutoConfiguration;
import io.polyplug.autoconfigure.contract.ImportGuestContracts;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with sources, as one has them with the starter and polyplug-sources.
 */
final class SourceRunner {

    private SourceRunner() {
    }

    static ApplicationContextRunner runner(Path directory) {
        return new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PolyplugAutoConfiguration.class,
                    GuestContractAutoConfiguration.class, PolyplugSourcesAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues("polyplug.sources.directory=" + directory, "polyplug.sources.read-timeout=2s");
    }

    /** Returns what an application that does not start says to its user. */
    static FailureAnalysis analysis(ApplicationContextRunner runner) {
        List<FailureAnalysis> analyses = new ArrayList<>();
        ConfigurableEnvironment[] environment = new ConfigurableEnvironment[1];
        runner.withInitializer((context) -> environment[0] = context.getEnvironment()).run((context) -> {
            Throwable failure = context.getStartupFailure();
            assertThat(failure).isNotNull();
            SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class,
                        ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                            .and(Environment.class, environment[0]),
                        (type, name, problem) -> assertThat(name).doesNotContain("polyplug"))
                .stream()
                .map((analyzer) -> analyzer.analyze(failure))
                .filter((analysis) -> analysis != null)
                .forEach(analyses::add);
        });
        assertThat(analyses).isNotEmpty();
        return analyses.get(0);
    }

    /**
     * Returns the names of all files in a folder, without the one that is only locked.
     */
    static List<String> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                .map((file) -> directory.relativize(file).toString())
                .filter((file) -> !file.equals("uses"))
                .toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(Reload.class)
    static class Application {

    }

}
