package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.polyplug.contract.BundleId;
import io.polyplug.fixtures.NativeFixtures;

/** Bundles {@code crowded}, each with contracts of its own. */
final class ContractCrowd {

    private static final String BUNDLE = "crowded";

    private static final String FIRST = "bench.C0000000";

    private static final String COUNT = "count=0001";

    private ContractCrowd() {
    }

    /**
     * Makes bundles.
     * @param folder where the bundles' folders go
     * @param bundles how many
     * @param contracts how many each of them has
     */
    static List<Path> in(Path folder, int bundles, int contracts) throws IOException {
        List<Path> made = new ArrayList<>();
        for (int i = 0; i < bundles; i++) {
            made.add(bundle(folder.resolve(BUNDLE + i), BUNDLE + i, i * contracts, contracts));
        }
        return made;
    }

    private static Path bundle(Path folder, String name, int first, int contracts) throws IOException {
        Path bundle = NativeFixtures.copyTo(BUNDLE, folder);
        Path library = NativeFixtures.library(bundle);
        String code = Files.readString(library, StandardCharsets.ISO_8859_1);
        if (!code.contains(FIRST) || !code.contains(COUNT)) {
            throw new IllegalStateException(library + " says nothing of its contracts");
        }
        Files.writeString(library, code.replace(FIRST, contract(first))
            .replace(COUNT, String.format(Locale.ROOT, "count=%04d", contracts)), StandardCharsets.ISO_8859_1);
        Files.writeString(bundle.resolve("manifest.toml"), manifest(name, library, first, contracts));
        return bundle;
    }

    private static String manifest(String name, Path library, int first, int contracts) {
        return """
                loader = "native"
                name = "%s"
                id = 0x%x
                version = "1.0.0"
                file = "%s"
                provides = [%s]

                [function_count]
                %s
                """.formatted(name, BundleId.of(name).value(), library.getFileName(),
                lines(first, contracts, (contract) -> '"' + contract + "@1.0\"", ", "),
                lines(first, contracts, (contract) -> '"' + contract + "@1\" = 1", "\n"));
    }

    private static String lines(int first, int contracts, UnaryOperator<String> line, String separator) {
        return IntStream.range(first, first + contracts)
            .mapToObj(ContractCrowd::contract)
            .map(line)
            .collect(Collectors.joining(separator));
    }

    private static String contract(int number) {
        return String.format(Locale.ROOT, "bench.C%07d", number);
    }

}
