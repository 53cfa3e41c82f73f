package io.polyplug.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages whose headings are numbered, with one numbering over all of them. Immutable.
 *
 * @param pages what the pages say, by their names without suffix, in the order of the
 * numbers
 */
record NumberedPages(Map<String, String> pages) {

    private static final Pattern HEADING = Pattern.compile("^##+ (.*)$", Pattern.MULTILINE);

    private static final Pattern NUMBERED = Pattern.compile("<a id=\"([\\d.]+)\"></a>(\\d+(?:\\.\\d+)?) (.+)");

    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\((?:(\\w+)\\.md)?#(\\d[\\d.]*)\\)");

    NumberedPages {
        pages = new LinkedHashMap<>(pages);
    }

    /**
     * Reads the two pages that say what bundles and hosts rely on.
     * @param repository the folder with the modules
     */
    static NumberedPages of(Path repository) throws IOException {
        Map<String, String> pages = new LinkedHashMap<>();
        for (String name : List.of("abi", "behaviour")) {
            pages.put(name, Files.readString(repository.resolve("docs/" + name + ".md")));
        }
        return new NumberedPages(pages);
    }

    /** Returns whether a page has a heading with a number. */
    boolean has(String page, String number) {
        return sections(page).containsKey(number);
    }

    /** Returns whether this is one of the pages. */
    boolean has(String page) {
        return this.pages.containsKey(page);
    }

    /** Returns the titles of a page's numbered headings, by number. */
    Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher heading = HEADING.matcher(this.pages.getOrDefault(page, ""));
        while (heading.find()) {
            Matcher numbered = NUMBERED.matcher(heading.group(1));
            if (numbered.matches()) {
                sections.put(numbered.group(2), numbered.group(3));
            }
        }
        return sections;
    }

    /** Returns what is wrong, each as a sentence; nothing if all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        String last = "0";
        for (String page : this.pages.keySet()) {
            Matcher heading = HEADING.matcher(this.pages.get(page));
            while (heading.find()) {
                Matcher numbered = NUMBERED.matcher(heading.group(1));
                if (!numbered.matches()) {
                    problems.add(page + ".md has a heading without number and anchor: " + heading.group(1));
                    continue;
                }
                String number = numbered.group(2);
                if (!numbered.group(1).equals(number)) {
                    problems.add(page + ".md " + number + " has the anchor " + numbered.group(1));
                }
                if (!seen.add(number)) {
                    problems.add(number + " is there twice");
                }
                else if (!follows(last, number)) {
                    problems.add(number + " comes after " + last);
                }
                last = number;
            }
            addProblemsOfLinks(problems, page);
        }
        return problems;
    }

    private void addProblemsOfLinks(List<String> problems, String page) {
        Matcher link = LINK.matcher(this.pages.get(page));
        while (link.find()) {
            String target = (link.group(2) != null) ? link.group(2) : page;
            if (!has(target, link.group(3))) {
                problems.add(page + ".md links to " + target + ".md " + link.group(3) + ", which does not exist");
            }
            if (Character.isDigit(link.group(1).charAt(0)) && !link.group(1).equals(link.group(3))) {
                problems.add(page + ".md calls " + link.group(1) + " what is " + link.group(3));
            }
        }
    }

    /** A chapter is followed by its first section or by the next chapter. */
    private static boolean follows(String last, String next) {
        String[] before = last.split("\\.");
        int chapter = Integer.parseInt(before[0]);
        int section = (before.length > 1) ? Integer.parseInt(before[1]) : 0;
        return next.equals(chapter + "." + (section + 1)) || next.equals(String.valueOf(chapter + 1));
    }

}
