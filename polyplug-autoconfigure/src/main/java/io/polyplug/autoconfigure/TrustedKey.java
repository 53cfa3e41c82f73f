package io.polyplug.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.signing.VerifyingKey;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * A public key named by a property: its 32 bytes or a key file's 39, in hexadecimal or
 * base64 or in a resource. What reads as a key is left out of messages, for it could be
 * the private one.
 *
 * @param property the property's name
 * @param value the property's value
 */
record TrustedKey(String property, String value) {

    private static final Pattern HEX = Pattern
        .compile("[0-9a-fA-F]{" + 2 * VerifyingKey.SIZE + "}|[0-9a-fA-F]{" + 2 * VerifyingKey.FILE_SIZE + "}");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{43}=?|[A-Za-z0-9+/]{52}");

    VerifyingKey read(ResourceLoader resourceLoader) {
        String text = this.value.strip();
        if (HEX.matcher(text).matches()) {
            return key(HexFormat.of().parseHex(text), "it");
        }
        if (BASE64.matcher(text).matches()) {
            return key(Base64.getDecoder().decode(text), "it");
        }
        return key(content(resourceLoader, text), "the resource '" + text + "'");
    }

    private byte[] content(ResourceLoader resourceLoader, String location) {
        if (location.isEmpty()) {
            throw refused("it is empty", null);
        }
        Resource resource = resourceLoader.getResource(location);
        try (InputStream content = resource.getInputStream()) {
            return content.readNBytes(VerifyingKey.FILE_SIZE + 1);
        }
        catch (IOException | RuntimeException ex) {
            throw refused("it is neither " + 2 * VerifyingKey.SIZE + " hexadecimal digits nor " + VerifyingKey.SIZE
                    + " bytes in base64, and as the location of a resource, " + resource.getDescription()
                    + ", it cannot be read: " + ex.getMessage(), ex);
        }
    }

    private VerifyingKey key(byte[] bytes, String source) {
        try {
            return VerifyingKey.of(bytes);
        }
        catch (IllegalArgumentException ex) {
            throw refused(source + " holds no public key: " + ex.getMessage(), ex);
        }
    }

    private ConfigurationException refused(String reason, @Nullable Exception cause) {
        String summary = "Property '" + this.property + "' cannot be used: " + reason;
        return new ConfigurationException(this.property, new Explanation(summary, summary,
                "Give the public key that bundles are signed with: in hexadecimal, in base64, or the location of"
                        + " its file, such as 'classpath:verifying.key'"),
                cause);
    }

}
