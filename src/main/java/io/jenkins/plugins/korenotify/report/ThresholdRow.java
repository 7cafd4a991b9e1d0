package io.jenkins.plugins.korenotify.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** One of the user's conditions beside what came of it. */
@Restricted(NoExternalUse.class) // Jelly
public final class ThresholdRow {
    /** Whether it holds. */
    private enum Holds {
        YES,
        NO,
        OPEN
    }

    private final String parameter;
    private final String required;
    private final String actual;
    private final Holds holds;

    private ThresholdRow(String parameter, String required, String actual, Holds holds) {
        this.parameter = parameter;
        this.required = required;
        this.actual = actual;
        this.holds = holds;
    }

    /** Those that the user set, and those that hold by default. */
    static List<ThresholdRow> of(CheckRecord check) {
        ThresholdsRecord thresholds = check.getThresholds();
        List<ThresholdRow> all = new ArrayList<>();
        if (thresholds == null) {
            return all;
        }
        if (thresholds.minimum() != null) {
            all.add(rate("minSuccessRate", thresholds.minimum(), check));
        }
        if (thresholds.unstableMinimum() != null) {
            all.add(rate("unstableSuccessRate", thresholds.unstableMinimum(), check));
        }
        Long maxFailures = thresholds.getMaxFailures();
        if (maxFailures != null) {
            all.add(failures(maxFailures, check));
        }
        all.add(recipients(thresholds.getMinRecipients(), check));
        return all;
    }

    private static ThresholdRow rate(String parameter, BigDecimal required, CheckRecord check) {
        BigDecimal rate = check.rate();
        // A rate is rounded down to as many decimals as a condition may have: comparing them is exact.
        Holds holds;
        if (rate != null && !check.isUnfinished()) {
            holds = rate.compareTo(required) >= 0 ? Holds.YES : Holds.NO;
        } else {
            holds = check.isJudged() && isOutOfReach(required, check) ? Holds.NO : Holds.OPEN;
        }
        return new ThresholdRow(
                parameter,
                Messages.ThresholdRow_atLeastPercent(required.toPlainString()),
                rate == null ? "–" : Messages.ThresholdRow_percent(rate.toPlainString()),
                holds);
    }

    /** Whether even the delivery to all who are pending would not mend it. */
    private static boolean isOutOfReach(BigDecimal required, CheckRecord check) {
        BigDecimal reachable =
                BigDecimal.valueOf(check.getTotal() - check.getFailed()).movePointRight(2);
        return reachable.compareTo(required.multiply(BigDecimal.valueOf(check.getTotal()))) < 0;
    }

    private static ThresholdRow failures(long most, CheckRecord check) {
        Holds holds;
        if (check.getFailed() > most) {
            holds = Holds.NO;
        } else if (check.isUnfinished()) {
            holds = Holds.OPEN;
        } else {
            holds = check.getFailed() + check.getPending() <= most ? Holds.YES : Holds.NO;
        }
        return new ThresholdRow("maxFailures", Messages.ThresholdRow_atMost(most), String.valueOf(check.getFailed()), holds);
    }

    private static ThresholdRow recipients(long least, CheckRecord check) {
        Holds holds;
        if (check.getTotal() >= least) {
            holds = Holds.YES;
        } else {
            holds = check.isUnfinished() ? Holds.OPEN : Holds.NO;
        }
        return new ThresholdRow(
                "minRecipients", Messages.ThresholdRow_atLeast(least), String.valueOf(check.getTotal()), holds);
    }

    /** The parameter's name. */
    public String getParameter() {
        return parameter;
    }

    /** What is wanted, in words. */
    public String getRequired() {
        return required;
    }

    /** What there is. */
    public String getActual() {
        return actual;
    }

    /** Whether it holds, in words. */
    public String getState() {
        return switch (holds) {
            case YES -> Messages.ThresholdRow_holds();
            case NO -> Messages.ThresholdRow_broken();
            case OPEN -> Messages.ThresholdRow_open();
        };
    }

    /** Whether it holds, as a symbol. */
    public String getIcon() {
        return switch (holds) {
            case YES -> "symbol-status-blue";
            case NO -> "symbol-status-red";
            case OPEN -> "symbol-status-nobuilt";
        };
    }
}
