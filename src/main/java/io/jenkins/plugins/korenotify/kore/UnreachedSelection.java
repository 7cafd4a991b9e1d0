package io.jenkins.plugins.korenotify.kore;

import io.jenkins.plugins.korenotify.gate.Unreached;
import io.jenkins.plugins.korenotify.gate.UnreachedRecipient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Chooses the recipients of an answer that are kept: those who failed before those who are pending, else the first by
 * what is shown of them. So the order in which Kore.ai lists them does not matter.
 */
final class UnreachedSelection {
    private final int most;
    private final List<UnreachedRecipient> failed = new ArrayList<>();
    private final List<UnreachedRecipient> pending = new ArrayList<>();

    /** At most so many. */
    UnreachedSelection(int most) {
        this.most = most;
    }

    /** Whether {@link #add} might keep somebody who is masked as this. */
    boolean wants(boolean isFailed, String masked) {
        List<UnreachedRecipient> chosen = isFailed ? failed : pending;
        return chosen.size() < most || masked.compareTo(chosen.get(most - 1).recipient()) <= 0;
    }

    /** One more. */
    void add(UnreachedRecipient recipient) {
        List<UnreachedRecipient> chosen = recipient.failed() ? failed : pending;
        int found = Collections.binarySearch(chosen, recipient, UnreachedRecipient.ORDER);
        chosen.add(found < 0 ? -found - 1 : found, recipient);
        if (chosen.size() > most) {
            chosen.remove(most);
        }
    }

    /** Those who are kept. */
    Unreached chosen() {
        List<UnreachedRecipient> all = new ArrayList<>(failed);
        all.addAll(pending.subList(0, Math.min(pending.size(), most - failed.size())));
        return Unreached.of(all);
    }
}
