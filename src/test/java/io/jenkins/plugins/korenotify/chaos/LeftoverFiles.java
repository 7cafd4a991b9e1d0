package io.jenkins.plugins.korenotify.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a Jenkins that was killed had stored of its builds by then, looked up on disk before the next one starts. */
final class LeftoverFiles {
    // Programs are stored as serialized objects, which name their classes.
    private static final String EXECUTION = "io.jenkins.plugins.korenotify.step.KoreNotifyStatusExecution";
    private static final String COMPLETED = "<completed>true</completed>";
    // Of a build that is over; Pipelines alone state more.
    private static final Pattern LASTED = Pattern.compile("<duration>[1-9]");

    private final Set<String> interrupted = new HashSet<>();
    private final Map<String, Integer> stored = new HashMap<>();

    /** Looks at the builds of these jobs. */
    void look(Path home, List<String> jobs) throws IOException {
        for (String job : jobs) {
            Path builds = home.resolve("jobs").resolve(job).resolve("builds");
            if (Files.isDirectory(builds)) {
                try (Stream<Path> entries = Files.list(builds)) {
                    for (Path build : entries.filter(Files::isDirectory).toList()) {
                        look(build, job);
                    }
                }
            }
        }
    }

    private void look(Path build, String job) throws IOException {
        String stated = content(build.resolve("build.xml"));
        if (stated.contains(COMPLETED) || LASTED.matcher(stated).find()) {
            return;
        }
        interrupted.add(job);
        if (content(build.resolve("program.dat")).contains(EXECUTION)) {
            stored.merge(job, 1, Integer::sum);
        }
    }

    private static String content(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
    }

    /** Whether a job's build was under way at a kill. */
    boolean isInterrupted(String job) {
        return interrupted.contains(job);
    }

    /** Whether a job's build was under way at a kill, and Pipeline had never stored that there was a check in it. */
    boolean isUnstored(String job) {
        return interrupted.contains(job) && !stored.containsKey(job);
    }

    /** At how many kills a check of this job was waiting, and stored. */
    int kills(String job) {
        return stored.getOrDefault(job, 0);
    }
}
