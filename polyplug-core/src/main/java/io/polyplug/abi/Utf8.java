package io.polyplug.abi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text as it crosses the ABI: strict in both directions, never a replacement character.
 */
public final class Utf8 {

    private Utf8() {
    }

    /**
     * Encodes text.
     * @param text the text
     * @return its bytes
     * @throws IllegalArgumentException if the text has half a surrogate pair
     */
    public static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return encodeStrictly(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encodeStrictly(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        }
        catch (CharacterCodingException ex) {
            throw new IllegalArgumentException("the text has half a surrogate pair, which UTF-8 cannot express", ex);
        }
    }

    /**
     * Decodes text.
     * @param bytes the bytes
     * @return the text
     * @throws IllegalArgumentException if the bytes are not UTF-8
     */
    public static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return (text.indexOf('\uFFFD') < 0) ? text : decodeStrictly(bytes);
    }

    private static String decodeStrictly(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (CharacterCodingException ex) {
            throw new IllegalArgumentException("the text is not valid UTF-8", ex);
        }
    }

}
