package io.polyplug.autoconfigure.scrape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The queries of the dashboard in the documentation.
 */
final class Dashboard {

    static final Path FILE = Path.of("..", "docs", "grafana", "polyplug.json");

    private Dashboard() {
    }

    /** Returns the queries of all panels and annotations, with what Grafana fills in. */
    static List<String> queries(String rateInterval) {
        JsonNode dashboard = JsonMapper.shared().readTree(FILE.toFile());
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.required("panels")) {
            for (JsonNode target : panel.required("targets")) {
                queries.add(target.required("expr").asString());
            }
        }
        for (JsonNode annotation : dashboard.required("annotations").required("list")) {
            queries.add(annotation.required("expr").asString());
        }
        return queries.stream()
            .map((query) -> query.replace("$__rate_interval", rateInterval)
                .replace("$__interval", rateInterval)
                .replace("$instance", ".*")
                .replace("$bundle", ".*"))
            .toList();
    }

    /** Returns what fills the lists to choose from. */
    static List<String> variables() {
        JsonNode dashboard = JsonMapper.shared().readTree(FILE.toFile());
        List<String> definitions = new ArrayList<>();
        for (JsonNode variable : dashboard.required("templating").required("list")) {
            if (variable.has("definition")) {
                definitions.add(variable.required("definition").asString());
            }
        }
        return definitions;
    }

}
