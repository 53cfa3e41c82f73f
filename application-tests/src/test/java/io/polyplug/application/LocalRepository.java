package io.polyplug.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository with what this build has made, in which all else is the user's
 * own: so nothing is downloaded twice, and what the user has installed of us is neither
 * used nor changed.
 */
final class LocalRepository {

    static final String VERSION = "0.1.0-SNAPSHOT";

    private static final List<String> MODULES = List.of("polyplug-abi", "polyplug-core", "polyplug-ffm",
            "polyplug-autoconfigure", "polyplug-spring-boot-starter", "polyplug-codegen", "polyplug-maven-plugin",
            "polyplug-application-archetype");

    /** Made once, for all tests. */
    private static LocalRepository made;

    private final Path folder;

    private LocalRepository(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the repository of this build.
     */
    static synchronized LocalRepository ofThisBuild() throws IOException {
        if (made == null) {
            made = create(Demo.MODULE.resolve("target/repository"), Path.of(System.getProperty("maven.repository")),
                    Demo.BUILD);
        }
        return made;
    }

    /**
     * Makes the repository.
     * @param folder where it is to be
     * @param users the user's own
     * @param build the root of this build
     */
    private static LocalRepository create(Path folder, Path users, Path build) throws IOException {
        LocalRepository repository = new LocalRepository(folder);
        Path ours = Files.createDirectories(folder.resolve("io/polyplug"));
        link(users, folder);
        if (Files.isDirectory(users.resolve("io"))) {
            link(users.resolve("io"), ours.getParent());
        }
        repository.install("polyplug-parent", "pom", build.resolve("pom.xml"));
        repository.install("polyplug-bom", "pom", build.resolve("polyplug-bom/pom.xml"));
        for (String module : MODULES) {
            repository.install(module, "pom", build.resolve(module).resolve("pom.xml"));
            repository.install(module, "jar",
                    build.resolve(module).resolve("target").resolve(module + "-" + VERSION + ".jar"));
        }
        return repository;
    }

    Path folder() {
        return this.folder;
    }

    private static void link(Path from, Path into) throws IOException {
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                Path link = into.resolve(child.getFileName());
                if (Files.notExists(link)) {
                    Files.createSymbolicLink(link, child);
                }
            }
        }
    }

    private void install(String artifact, String type, Path file) throws IOException {
        Path version = Files.createDirectories(this.folder.resolve("io/polyplug").resolve(artifact).resolve(VERSION));
        Files.copy(file, version.resolve(artifact + "-" + VERSION + "." + type), StandardCopyOption.REPLACE_EXISTING);
    }

}
