package io.jenkins.plugins.korenotify.simulator;

import java.util.List;
import java.util.stream.IntStream;

/** Texts of the {@code comments} field of a log entry. */
public final class Comments {

    /** The documented text of a success (Kore.ai, Proactive Notification Status page). */
    public static final String SENT = "Notification has been sent successfully";

    /** The one documented text of a failure; the single quotes are part of the value (same page, older wording). */
    public static final String NOT_ASSOCIATED = "'Identity is not associated with the channel'";

    /** The same text as the newest documentation words it. */
    public static final String NOT_ASSOCIATED_NEW = "'Identity isn't associated with the channel'";

    /** Invented: Kore.ai publishes no other failure texts. Awkward characters are here on purpose. */
    public static final List<String> INVENTED = List.of(
            "Channel returned 403: bot is blocked by the user",
            "Request to the channel timed out after 30000 ms",
            "Template \"order_update\" is not approved",
            "Mailbox <unavailable> & full\n(retry later)");

    /** The documented failure text first, then the invented ones. */
    public static final List<String> FAILURES =
            List.of(NOT_ASSOCIATED, INVENTED.get(0), INVENTED.get(1), INVENTED.get(2), INVENTED.get(3));

    /** Forty different texts. */
    public static final List<String> FORTY = IntStream.rangeClosed(1, 40)
            .mapToObj(number -> "Template \"notice_" + number + "\" is not approved for the language of the recipient")
            .toList();

    private Comments() {}
}
