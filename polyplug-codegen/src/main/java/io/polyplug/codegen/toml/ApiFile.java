package io.polyplug.codegen.toml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.ApiException;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Problem;
import org.tomlj.TomlTable;

/**
 * {@code api.toml}, read and written. Takes what upstream's generator 0.1.3 takes, the
 * {@code [[guest_contract]]} and {@code docs} of its later versions, and refuses what
 * would go wrong later: in the Java compiler, in a guest's, or in a call. All problems of
 * a file are told at once; a text that is not TOML is judged as TOML only. Stateless: any
 * thread may read and write.
 */
public final class ApiFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ApiFile() {
    }

    /**
     * Reads a file. Warnings are not told.
     * @param file the file, UTF-8
     * @return the api
     * @throws ApiException if the file has problems
     * @throws IOException if the file cannot be read
     */
    public static Api read(Path file) throws IOException {
        return read(file, (warning) -> {
        });
    }

    /**
     * Reads a file.
     * @param file the file, UTF-8
     * @param warnings hears of what is odd, in the order of the text, also if an
     * exception follows
     * @return the api
     * @throws ApiException if the file has problems
     * @throws IOException if the file cannot be read
     */
    public static Api read(Path file, Consumer<Problem> warnings) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder. Name the file that has the api");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        }
        catch (NoSuchFileException ex) {
            NoSuchFileException clearer = new NoSuchFileException(file.toString(), null,
                    "there is no such file. Write the api there, or name the file that has it");
            clearer.initCause(ex);
            throw clearer;
        }
        String source = file.toString();
        return parse(source, decoded(source, bytes), warnings);
    }

    /**
     * Reads a text.
     * @param source how positions name the text
     * @param text the text
     * @param warnings hears of what is odd, in the order of the text, also if an
     * exception follows
     * @return the api
     * @throws ApiException if the text has problems
     */
    public static Api parse(String source, String text, Consumer<Problem> warnings) {
        String toml = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        SourceText sourceText = new SourceText(source, toml);
        Problems problems = new Problems();
        TomlTable table = TomlSyntax.parse(toml, sourceText, problems);
        problems.tell(warnings);
        Api api = ApiReader.read(TableNode.file(table, sourceText, problems), sourceText, problems);
        problems.tell(warnings);
        return api;
    }

    /**
     * Writes an api as a text that upstream's generator 0.1.3 can read. The same api
     * gives the same text, and the text gives the same api, except for positions.
     * @param api the api
     * @return the text, with {@code \n} at the end of each line
     */
    public static String write(Api api) {
        return ApiWriter.write(api);
    }

    private static String decoded(String source, byte[] bytes) {
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), characters, true);
        String text = characters.flip().toString();
        if (result.isError()) {
            String before = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            int lineStart = before.lastIndexOf('\n') + 1;
            int line = 1 + (int) before.chars().filter((character) -> character == '\n').count();
            int column = before.codePointCount(lineStart, before.length()) + 1;
            throw new ApiException(List.of(new Problem(new Position(source, line, column),
                    "The file is not UTF-8: this byte belongs to no character", "Save the file as UTF-8")));
        }
        return text;
    }

}
