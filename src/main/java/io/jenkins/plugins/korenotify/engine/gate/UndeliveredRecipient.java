package io.jenkins.plugins.korenotify.engine.gate;

import java.util.Comparator;
import java.util.Objects;

/**
 * A recipient who was not reached, as far as may be kept of a person.
 *
 * @param recipient the identity, masked; never empty
 * @param channel as Kore.ai spells it, cleaned and cut; empty where it gave none
 * @param failed whether it is final; if not, Kore.ai has not said how it ended
 * @param reason Kore.ai's comment, cleaned and cut; empty where it gave none
 */
public record UndeliveredRecipient(String recipient, String channel, boolean failed, String reason) {
    /** Failed before pending ones, then by what is shown of them, so that the order tells nothing more. */
    public static final Comparator<UndeliveredRecipient> ORDER = Comparator.comparing(
                    (UndeliveredRecipient one) -> !one.failed())
            .thenComparing(UndeliveredRecipient::recipient)
            .thenComparing(UndeliveredRecipient::channel)
            .thenComparing(UndeliveredRecipient::reason);

    /** A recipient; nothing is null. */
    public UndeliveredRecipient {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(reason, "reason");
    }
}
