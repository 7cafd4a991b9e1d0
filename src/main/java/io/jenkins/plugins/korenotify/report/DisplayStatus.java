package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.util.Arrays;
import java.util.Locale;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The status of a check as a symbol, a color and a word. From the most to the least severe. */
@Restricted(NoExternalUse.class) // Jelly
public enum DisplayStatus {
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
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }

    static DisplayStatus of(CheckResult check) {
        return check.verdict == null ? WAITING : of(check.verdict.name());
    }

    /** The symbol. */
    public String getIcon() {
        return icon;
    }

    /** The last part of the name of a CSS class. */
    public String getCssName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Verdicts are the same word in every language, as in scripts. */
    public String getLabel() {
        return switch (this) {
            case WAITING -> Messages.DisplayStatus_waiting();
            case UNKNOWN -> Messages.DisplayStatus_unknown();
            default -> name();
        };
    }
}
