package io.polyplug.sources.oci;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.sources.fetch.SourceFailure;

/**
 * How a registry wants to be convinced.
 *
 * @param scheme {@code basic} or {@code bearer}
 * @param parameters what it says besides, such as who gives out tokens
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    static Challenge parse(String header) {
        int space = header.indexOf(' ');
        String scheme = (space > 0) ? header.substring(0, space) : header;
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
        }
        return new Challenge(scheme.toLowerCase(Locale.ROOT), parameters);
    }

    boolean isBasic() {
        return this.scheme.equals("basic");
    }

    /** Returns where a token is to be had. */
    URI tokens(String repository) throws SourceFailure {
        String scope = Optional.ofNullable(this.parameters.get("scope")).orElse("repository:" + repository + ":pull");
        try {
            URI realm = new URI(String.valueOf(this.parameters.get("realm")));
            if (this.scheme.equals("bearer") && realm.getHost() != null) {
                String query = "scope=" + encoded(scope)
                        + Optional.ofNullable(this.parameters.get("service"))
                            .map((service) -> "&service=" + encoded(service))
                            .orElse("");
                return new URI(realm + ((realm.getRawQuery() != null) ? "&" : "?") + query);
            }
        }
        catch (URISyntaxException ex) {
            throw unknown();
        }
        throw unknown();
    }

    private SourceFailure unknown() {
        return SourceFailure.refused(
                "the registry wants to be convinced in a way that is not known here: '" + this.scheme + "'",
                "Use a registry with basic authentication or with tokens");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

}
