package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The status of a check as a symbol, a color and a word. From the most to the least severe. */
enum DisplayStatus {
    FAILED("symbol-status-red"),
    INCONCLUSIVE("symbol-help-circle"),
    ABORTED("symbol-status-aborted"),
    UNSTABLE("symbol-status-yellow"),
    WAITING("symbol-status-nobuilt-anime"),
    UNKNOWN("symbol-help-circle"),
    PASSED("symbol-status-blue");

    private final String icon;

    DisplayStatus(String icon) {
        this.icon = icon;
    }

    /** The status that a stored name stands for; UNKNOWN if another version of this plugin stored it. */
    static DisplayStatus of(@CheckForNull String name) {
        for (DisplayStatus status : values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        return UNKNOWN;
    }

    static DisplayStatus of(CheckResult check) {
        return check.getVerdict() == null ? WAITING : of(check.getVerdict().name());
    }

    /** The most severe status of several checks; UNKNOWN if there are none. */
    static DisplayStatus mostSevere(Collection<CheckResult> checks) {
        return checks.stream()
                .map(DisplayStatus::of)
                .min(Comparator.naturalOrder())
                .orElse(UNKNOWN);
    }

    String icon() {
        return icon;
    }

    /** The last part of the name of a CSS class. */
    String cssName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Verdicts are the same word in every language, as in scripts. */
    String label() {
        return switch (this) {
            case WAITING -> Messages.DisplayStatus_waiting();
            case UNKNOWN -> Messages.DisplayStatus_unknown();
            default -> name();
        };
    }
}
