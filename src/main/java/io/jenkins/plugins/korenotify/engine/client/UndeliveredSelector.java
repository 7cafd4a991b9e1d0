package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Selects the recipients of a response that are kept: the first in {@link UndeliveredRecipient#ORDER}, so that the order
 * in which Kore.ai lists them does not matter.
 */
final class UndeliveredSelector {
    private final int max;
    private final List<UndeliveredRecipient> chosen = new ArrayList<>();

    UndeliveredSelector(int max) {
        this.max = max;
    }

    /** Whether {@link #add} might keep a recipient with this mask. */
    boolean wants(boolean isFailed, String masked) {
        if (chosen.size() < max) {
            return true;
        }
        UndeliveredRecipient last = chosen.get(max - 1);
        return last.failed() == isFailed ? masked.compareTo(last.recipient()) <= 0 : isFailed;
    }

    void add(UndeliveredRecipient recipient) {
        int found = Collections.binarySearch(chosen, recipient, UndeliveredRecipient.ORDER);
        chosen.add(found < 0 ? -found - 1 : found, recipient);
        if (chosen.size() > max) {
            chosen.remove(max);
        }
    }

    UndeliveredSample chosen() {
        return UndeliveredSample.of(chosen);
    }
}
