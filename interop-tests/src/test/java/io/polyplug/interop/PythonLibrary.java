package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where this machine has the shared library of Python 3.12, which upstream's engine was
 * linked with.
 */
final class PythonLibrary {

    private static final String QUESTION = "import os, sys, sysconfig as c; print(os.path.join("
            + "c.get_config_var('LIBDIR'), c.get_config_var('INSTSONAME'))) if sys.version_info[:2] == (3, 12) else None";

    private final Tool tool;

    PythonLibrary(Tool tool) {
        this.tool = tool;
    }

    Path find() throws IOException, MissingToolException {
        for (String interpreter : interpreters()) {
            try {
                Tool.Run run = this.tool.run(List.of(interpreter, "-c", QUESTION));
                Path library = Path.of(run.output().strip());
                if (run.succeeded() && library.isAbsolute() && Files.exists(library)
                        && library.toString().contains(".so")) {
                    return library;
                }
            }
            catch (IOException ex) {
                // There is no interpreter of that name; the next one is asked.
            }
        }
        throw new MissingToolException("there is no shared library of Python 3.12, which the engine is linked with");
    }

    private static List<String> interpreters() throws IOException {
        List<String> found = new ArrayList<>(List.of("python3.12", "python3"));
        Path versions = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(versions)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(versions, "3.12*")) {
                children.forEach((each) -> found.add(each.resolve("bin/python3.12").toString()));
            }
        }
        return found;
    }

}
