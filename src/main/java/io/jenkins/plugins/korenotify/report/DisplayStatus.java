package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.Verdict;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.util.Collection;
import java.util.Comparator;

/** How a check stands, as a symbol and a word. From the most to the least severe. */
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
    ABORTED("symbol-status-aborted") {
        @Override
        String label() {
            return Messages.DisplayStatus_aborted();
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

    /** The status of a verdict; null: there is none yet. */
    static DisplayStatus of(@CheckForNull Verdict.Level verdict) {
        return verdict == null ? WAITING : valueOf(verdict.name());
    }

    /** The most severe status of several results, at least one. */
    static DisplayStatus of(Collection<CheckResult> results) {
        return results.stream()
                .map(result -> of(result.getVerdict()))
                .min(Comparator.naturalOrder())
                .orElse(PASSED);
    }
}
