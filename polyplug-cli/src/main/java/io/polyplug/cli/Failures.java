package io.polyplug.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.BooleanSupplier;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Problem;
import io.polyplug.error.PolyplugException;

/**
 * What is said of a command that failed: a line for each thing that is wrong.
 */
final class Failures implements IExecutionExceptionHandler {

    private final BooleanSupplier stacktrace;

    Failures(BooleanSupplier stacktrace) {
        this.stacktrace = stacktrace;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        if (this.stacktrace.getAsBoolean()) {
            failure.printStackTrace(line.getErr());
        }
        else {
            lines(failure).forEach(line.getErr()::println);
        }
        line.getErr().flush();
        return ExitCode.SOFTWARE;
    }

    private static List<String> lines(Exception failure) {
        if (failure instanceof ApiException api) {
            return api.problems().stream().map(Problem::toString).toList();
        }
        return List.of(text(failure).replaceAll("\\R\\s*", " "));
    }

    private static String text(Exception failure) {
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return text(file);
        }
        boolean told = failure instanceof PolyplugException || failure instanceof IllegalArgumentException
                || failure instanceof IOException || failure.getCause() instanceof GeneralSecurityException;
        String message = failure.getMessage();
        return (told && message != null) ? message : failure + ". This was not foreseen: say --stacktrace to see where";
    }

    /** Java names nothing but the file. */
    private static String text(FileSystemException failure) {
        String file = String.valueOf(failure.getFile());
        if (failure instanceof NoSuchFileException) {
            return "There is no file " + file;
        }
        if (failure instanceof FileAlreadyExistsException) {
            return file + " is there already. Move it elsewhere, or choose another folder";
        }
        return (failure instanceof AccessDeniedException) ? file + " may not be read or written by this user"
                : failure.toString();
    }

}
