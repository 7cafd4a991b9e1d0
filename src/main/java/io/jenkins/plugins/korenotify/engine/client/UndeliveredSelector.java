package io.jenkins.plugins.korenotify.engine.client;

import io.jenkins.plugins.korenotify.engine.gate.UndeliveredRecipient;
import io.jenkins.plugins.korenotify.engine.gate.UndeliveredSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Selects the recipients of a response that are kept: failed before pending ones, then in the order of what is shown of
 * them, so that the order in which Kore.ai lists them does not matter.
 */
final class UndeliveredSelector {
    private final int max;
    private final List<UndeliveredRecipient> failed = new ArrayList<>();
    private final List<UndeliveredRecipient> pending = new ArrayList<>();

    /** Creates a selector of at most {@code max} recipients. */
    UndeliveredSelector(int max) {
        this.max = max;
    }

    /** Whether {@link #add} might keep a recipient with this mask. */
    boolean wants(boolean isFailed, String masked) {
        List<UndeliveredRecipient> chosen = isFailed ? failed : pending;
        return chosen.size() < max || masked.compareTo(chosen.get(max - 1).recipient()) <= 0;
    }

    /** Adds a recipient. */
    void add(UndeliveredRecipient recipient) {
        List<UndeliveredRecipient> chosen = recipient.failed() ? failed : pending;
        int found = Collections.binarySearch(chosen, recipient, UndeliveredRecipient.ORDER);
        chosen.add(found < 0 ? -found - 1 : found, recipient);
        if (chosen.size() > max) {
            chosen.remove(max);
        }
    }

    /** The selected recipients. */
    UndeliveredSample chosen() {
        List<UndeliveredRecipient> all = new ArrayList<>(failed);
        all.addAll(pending.subList(0, Math.min(pending.size(), max - failed.size())));
        return UndeliveredSample.of(all);
    }
}
