package io.jenkins.plugins.korenotify.engine.gate;

import static io.jenkins.plugins.korenotify.engine.message.InvalidInputException.require;

import io.jenkins.plugins.korenotify.engine.message.InvalidInputException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Arithmetic with percentages. Thresholds are compared as fractions, without rounding; a share is shown rounded down. As
 * a threshold has at most {@value #DECIMALS} decimals, a share shown beside it never contradicts the comparison.
 */
final class Percentages {
    /** The largest number of decimals of a threshold, and the number a share is shown with. */
    static final int DECIMALS = 4;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Percentages() {}

    /** The share {@code part} of {@code whole} in percent, rounded down; {@code whole} is at least 1. */
    static BigDecimal share(long part, long whole) {
        return plain(BigDecimal.valueOf(part)
                .multiply(HUNDRED)
                .divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.DOWN));
    }

    /** Whether {@code part} of {@code whole} is at least {@code percent} percent, exactly. */
    static boolean isAtLeast(long part, long whole, BigDecimal percent) {
        return BigDecimal.valueOf(part).multiply(HUNDRED).compareTo(percent.multiply(BigDecimal.valueOf(whole))) >= 0;
    }

    /**
     * Validates a threshold in percent.
     *
     * @param parameter its name, for the message
     * @throws InvalidInputException if it is not within 0 to 100 or has more than {@value #DECIMALS} decimals
     */
    static BigDecimal validate(String parameter, BigDecimal percent) {
        // The sign and the magnitude are looked at before any arithmetic: 1E+999999999 must cost nothing.
        boolean inRange = percent.signum() == 0
                || (percent.signum() > 0
                        && percent.precision() - (long) percent.scale() <= 3
                        && percent.compareTo(HUNDRED) <= 0);
        require(inRange, "threshold.notAPercentage", parameter);
        BigDecimal plain = plain(percent);
        require(plain.scale() <= DECIMALS, "threshold.decimals", parameter, DECIMALS);
        return plain;
    }

    /** The same number without trailing zeros after the point and without an exponent. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
