package io.jenkins.plugins.korenotify.report;

import java.util.Collection;
import java.util.Comparator;

/** How a check stands, for a person: a symbol and a word. From the most to the least pressing. */
enum DisplayStatus {
    FAILED("symbol-status-red") {
        @Override
        String label() {
            return Messages.DisplayStatus_failed();
        }
    },
    INCONCLUSIVE("symbol-status-aborted") {
        @Override
        String label() {
            return Messages.DisplayStatus_inconclusive();
        }
    },
    UNSTABLE("symbol-status-yellow") {
        @Override
        String label() {
            return Messages.DisplayStatus_unstable();
        }
    },
    WAITING("symbol-status-nobuilt-anime") {
        @Override
        String label() {
            return Messages.DisplayStatus_waiting();
        }
    },
    UNKNOWN("symbol-help-circle") {
        @Override
        String label() {
            return Messages.DisplayStatus_unknown();
        }
    },
    PASSED("symbol-status-blue") {
        @Override
        String label() {
            return Messages.DisplayStatus_passed();
        }
    };

    private final String icon;

    DisplayStatus(String icon) {
        this.icon = icon;
    }

    abstract String label();

    String icon() {
        return icon;
    }

    /** What a verdict's name says; null: there is none yet. A name that this version does not know is UNKNOWN. */
    static DisplayStatus of(String verdict) {
        if (verdict == null) {
            return WAITING;
        }
        return switch (verdict) {
            case "PASSED" -> PASSED;
            case "UNSTABLE" -> UNSTABLE;
            case "FAILED" -> FAILED;
            case "INCONCLUSIVE" -> INCONCLUSIVE;
            default -> UNKNOWN;
        };
    }

    /** The most pressing of several; UNKNOWN of none. */
    static DisplayStatus of(Collection<CheckRecord> checks) {
        return checks.stream()
                .map(check -> of(check.getVerdict()))
                .min(Comparator.naturalOrder())
                .orElse(UNKNOWN);
    }
}
