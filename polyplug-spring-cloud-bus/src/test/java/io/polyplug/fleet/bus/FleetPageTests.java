package io.polyplug.fleet.bus;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.polyplug.fleet.Waves;
import io.polyplug.fleet.message.Answer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DefaultValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of fleets has all properties, with their defaults, all outcomes, and the path
 * of the endpoint. Its first requests are sent by {@code FleetOnBrokerTests}.
 */
class FleetPageTests {

    private static final Path PAGE = Path.of("..", "docs", "fleet.md");

    private final String page;

    FleetPageTests() throws IOException {
        this.page = Files.readString(PAGE);
    }

    @Test
    void eachPropertyIsThereWithItsDefault() {
        Set<String> rows = new TreeSet<>();
        for (RecordComponent property : FleetProperties.class.getRecordComponents()) {
            String name = property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            String[] values = FleetProperties.class.getDeclaredConstructors()[0].getParameters()[rows.size()]
                .getAnnotation(DefaultValue.class)
                .value();
            rows.add("| `polyplug.fleet." + name + "` | `" + String.join(",", values) + "` |");
        }
        Matcher documented = Pattern.compile("^\\| `polyplug\\.[^|]*\\|[^|]*\\|", Pattern.MULTILINE).matcher(this.page);
        assertThat(documented.results().map((each) -> each.group())).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void defaultWavesAreSome() {
        assertThat(Waves.of("1,10%,50%,all").texts()).hasSize(4);
    }

    @Test
    void eachOutcomeOfAnInstanceIsExplained() {
        assertThat(Stream.of(Answer.DONE, Answer.ALREADY, Answer.REFUSED, Answer.FAILED))
            .allMatch((each) -> this.page.contains("`" + each + "` ("));
    }

    @Test
    void pathAndNameOfTheEndpointAreThere() {
        assertThat(this.page).contains("/actuator/" + FleetEndpoint.PATH,
                "management.endpoint." + FleetEndpoint.ID + ".access", "exposure.include: " + FleetEndpoint.ID);
    }

}
