package io.jenkins.plugins.korenotify.engine.gate;

import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.message.MessageBundle;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One reason of a verdict: what was looked at and what came of it. It is kept as a rule and its values, and put into
 * words, in the reader's language, only when somebody reads it.
 */
public final class Finding implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final MessageBundle WORDS = new MessageBundle("io.jenkins.plugins.korenotify.engine.gate.Findings");

    /** What a finding is about; the words of each stand in {@code Findings.properties}. */
    public enum ReasonCode {
        /** Values: delivered, total, rate in percent, minimum in percent. */
        RATE_REACHED,
        /** Values: delivered, total, rate in percent, minimum in percent. */
        RATE_MISSED,
        /** Values: delivered, total, rate in percent, lower minimum in percent, minimum in percent. */
        RATE_UNSTABLE,
        /** Values: failures, most allowed. */
        TOO_MANY_FAILURES,
        /** Values: recipients, least wanted. */
        TOO_FEW_RECIPIENTS,
        /** Values: failures, largest possible total, best possible rate in percent, minimum in percent. */
        RATE_OUT_OF_REACH,
        /** Values: recipients without a result, total. */
        WITHOUT_RESULT,
        /** Values: number of requests. */
        CONTRADICTION,
        /** Values: minutes or seconds in words, requests unfinished, requests in all, pending recipients. */
        TIMEOUT,
        /** Values: requests unfinished, requests in all, pending recipients. */
        NOT_FINISHED,
        /** Values: request ID, what happened: a phrase, or words that were found elsewhere. */
        NO_RESPONSE
    }

    private final ReasonCode rule;
    private final String[] values;
    // The last value, where that is a phrase; else null, and in what older versions stored.
    private final LocalizableMessage last;

    private Finding(ReasonCode rule, LocalizableMessage last, String... values) {
        this.rule = rule;
        this.last = last;
        this.values = values;
    }

    /** A finding with its values; numbers are given unformatted, and the last may be a phrase. */
    public static Finding of(ReasonCode rule, Object... values) {
        Object end = values.length == 0 ? null : values[values.length - 1];
        return new Finding(
                rule,
                end instanceof LocalizableMessage ? (LocalizableMessage) end : null,
                Arrays.stream(values).map(String::valueOf).toArray(String[]::new));
    }

    /** What it is about. */
    public ReasonCode rule() {
        return rule;
    }

    /** Its values in English, in the order documented at its rule. */
    public List<String> values() {
        return List.of(values);
    }

    /** Its last value, where that is a phrase. */
    public Optional<LocalizableMessage> last() {
        return Optional.ofNullable(last);
    }

    /** The sentence, in the language closest to {@code locale}. Values are inserted as they are, unescaped. */
    public String format(Locale locale) {
        Object[] filledIn = Arrays.copyOf(values, values.length, Object[].class);
        if (last != null) {
            filledIn[filledIn.length - 1] = last.format(locale);
        }
        return WORDS.format(rule.name(), locale, filledIn);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Finding
                && ((Finding) other).rule == rule
                && Arrays.equals(((Finding) other).values, values);
    }

    @Override
    public int hashCode() {
        return 31 * rule.hashCode() + Arrays.hashCode(values);
    }

    /** The sentence in English. */
    @Override
    public String toString() {
        return format(Locale.ROOT);
    }
}
