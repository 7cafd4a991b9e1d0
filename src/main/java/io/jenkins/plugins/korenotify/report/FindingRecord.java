package io.jenkins.plugins.korenotify.report;

import io.jenkins.plugins.korenotify.engine.gate.Finding;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.result.BoundedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A reason of a verdict by its rule and values, so that it can be said in the reader's language. Stored with the build:
 * the names of the fields stay as they are.
 */
final class FindingRecord {
    private final String rule;
    private final List<String> values;
    // The last value, where it has words in every language; else null.
    private final LocalizableMessage last;

    /** What is kept of a finding; its values are cut to {@code longest} characters. */
    FindingRecord(Finding finding, int longest) {
        rule = finding.rule().name();
        values = new ArrayList<>(finding.values().stream()
                .map(value -> BoundedText.cut(value, longest))
                .toList());
        last = finding.last().map(phrase -> BoundedText.cut(phrase, longest)).orElse(null);
    }

    /** The sentence in the language closest to {@code locale}; empty if a later version stored a rule unknown here. */
    Optional<String> format(Locale locale) {
        if (rule == null || values == null) {
            return Optional.empty();
        }
        Object[] all = values.toArray();
        if (last != null && all.length > 0) {
            all[all.length - 1] = last;
        }
        try {
            return Optional.of(Finding.of(Finding.ReasonCode.valueOf(rule), all).format(locale));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return rule + " " + values;
    }
}
