package io.jenkins.plugins.korenotify.chaos;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What listeners were told of checks, as the recorder wrote it down. Times are milliseconds since the epoch. */
final class Witness {
    private record News(long at, String what) {}

    private final Map<String, List<News>> told;

    /** From the recorder's lines: job, check, time and news. */
    Witness(List<String> lines) {
        told = lines.stream()
                .map(line -> line.split(" ", 4))
                .collect(Collectors.groupingBy(
                        words -> words[0] + " " + words[1],
                        Collectors.mapping(
                                words -> new News(Long.parseLong(words[2]), words[3]), Collectors.toList())));
    }

    /** The verdicts that were told of a check, in order; should be one. */
    List<String> verdicts(ChaosCheck check) {
        return of(check).stream()
                .filter(Witness::isVerdict)
                .map(news -> news.what().substring("ended ".length()))
                .toList();
    }

    /** When the last verdict on a check was told; 0 if none was. */
    long lastVerdictAt(ChaosCheck check) {
        return of(check).stream()
                .filter(Witness::isVerdict)
                .mapToLong(News::at)
                .max()
                .orElse(0);
    }

    boolean hasBegun(ChaosCheck check) {
        return lastBeginning(check, Long.MAX_VALUE) > 0;
    }

    /** When a check last began, or went on, up to a moment; 0 if it did not. */
    long lastBeginning(ChaosCheck check, long until) {
        return of(check).stream()
                .filter(news -> news.what().equals("began") && news.at() <= until)
                .mapToLong(News::at)
                .max()
                .orElse(0);
    }

    /** All that was told of a check, for people. */
    String all(ChaosCheck check) {
        return of(check).stream()
                .map(news -> news.at() + " " + news.what())
                .toList()
                .toString();
    }

    private List<News> of(ChaosCheck check) {
        return told.getOrDefault(check.build() + " " + check.name(), List.of());
    }

    private static boolean isVerdict(News news) {
        return news.what().startsWith("ended ");
    }
}
