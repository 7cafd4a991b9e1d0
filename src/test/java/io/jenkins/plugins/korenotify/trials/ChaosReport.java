package io.jenkins.plugins.korenotify.trials;

import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.trials.ChaosCheck.Fate;
import java.util.Collection;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of a chaos run, as {@code docs/reliability.md} has it. */
final class ChaosReport {
    private final Collection<ChaosCheck> checks;

    ChaosReport(String title, Collection<ChaosCheck> checks) {
        this.checks = checks;
        System.out.println("| " + title + " | |\n|---|---|");
        row("checks", checks.size());
    }

    /** Adds a row. */
    void row(String what, long number) {
        System.out.println("| " + what + " | " + number + " |");
    }

    /** Adds what the simulated Kore.ai has counted. */
    void calls(SimulatedKore kore, Collection<String> streams) {
        row("polls that arrived", kore.counters().calls());
        row("of them spoilt by a fault", kore.counters().faults());
        row("of them during an outage, or when it was gone", kore.counters().unreachable());
        row("polls refused by the limits", kore.counters().limited());
        row("tokens refused", kore.counters().unauthorized());
        row(
                "most polls of a bot in any minute (600 allowed)",
                streams.stream().mapToInt(kore::maxCallsInAnyMinute).max().orElse(0));
        row(
                "most polls of a bot in any hour (18 000 allowed)",
                streams.stream().mapToInt(kore::maxCallsInAnyHour).max().orElse(0));
    }

    /** Adds what became of the checks, and tells whether nothing of it is a mistake. */
    boolean fates() {
        long wrong = count(Fate.WRONG);
        long lost = count(Fate.LOST);
        long twice = checks.stream().filter(check -> check.verdicts() > 1).count();
        long unexplained = checks.stream()
                .filter(check -> check.fate() == Fate.INCONCLUSIVE)
                .filter(check -> check.cause().isEmpty())
                .count();
        row("verdicts right", count(Fate.RIGHT));
        row("verdicts INCONCLUSIVE", count(Fate.INCONCLUSIVE));
        checks.stream()
                .filter(check -> check.fate() == Fate.INCONCLUSIVE)
                .collect(Collectors.groupingBy(
                        check -> check.cause().orElse("not explained"), TreeMap::new, Collectors.counting()))
                .forEach((why, times) -> row("- " + why, times));
        row("verdicts wrong", wrong);
        row("verdicts given twice", twice);
        row("checks lost", lost);
        row("INCONCLUSIVE not explained", unexplained);
        row(
                "latest verdict after its deadline, ms",
                checks.stream().mapToLong(ChaosCheck::overrun).max().orElse(0));
        checks.stream()
                .filter(check -> check.fate() == Fate.WRONG
                        || check.fate() == Fate.LOST
                        || check.fate() == Fate.INCONCLUSIVE && check.cause().isEmpty())
                .limit(20)
                .forEach(check -> System.err.println(check.fate() + ": " + check));
        return wrong + lost + twice + unexplained == 0;
    }

    private long count(Fate fate) {
        return checks.stream().filter(check -> check.fate() == fate).count();
    }
}
