package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.gate.RecipientCounts;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.result.BoundedText;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import java.time.Instant;
import java.util.Objects;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * Something that happened while a check was waiting; the same thing several times in a row is one event. Immutable, and
 * stored with the build: names of fields and kinds stay as they are.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class TimelineEvent extends RecipientCounts {
    /** What can happen. */
    enum Kind {
        /** The watch began. */
        STARTED,
        /** Kore.ai gave a status. */
        ANSWERED,
        /** A question got no status. */
        TROUBLE,
        /** Jenkins came back after it was away. */
        RESUMED
    }

    private final String kind;
    private final long at;
    private final int times;
    private final String message;
    // The same by key and values; null where only the words are known.
    private final LocalizableMessage said;

    private TimelineEvent(
            String kind, long at, int times, long delivered, long failed, long pending, String message, LocalizableMessage said) {
        super(delivered, failed, pending);
        this.kind = kind;
        this.at = at;
        this.times = times;
        this.message = message;
        this.said = said;
    }

    static TimelineEvent of(Kind kind, long at, RecipientCounts counts) {
        return of(kind, at, counts, null, null);
    }

    static TimelineEvent of(Kind kind, long at, RecipientCounts counts, String message, LocalizableMessage said) {
        return new TimelineEvent(kind.name(), at, 1, counts.delivered(), counts.failed(), counts.pending(), message, said);
    }

    /** The same once more. */
    TimelineEvent again() {
        return new TimelineEvent(kind, at, times + 1, getDelivered(), getFailed(), getPending(), message, said);
    }

    /** Whether both tell the same, at whatever time. */
    boolean tellsAs(TimelineEvent that) {
        return kind.equals(that.kind) && countsAs(that) && Objects.equals(message, that.message);
    }

    /** {@code STARTED}, {@code ANSWERED}, {@code TROUBLE} or {@code RESUMED}. */
    @Exported
    public String getKind() {
        return kind;
    }

    /** When it happened (first), in milliseconds since the epoch. */
    public long getMillis() {
        return at;
    }

    /** When it happened (first), in UTC. */
    @Exported
    public String getAt() {
        return CheckResultJson.time(Instant.ofEpochMilli(at));
    }

    /** How often in a row. */
    @Exported
    public int getTimes() {
        return times;
    }

    /** What went wrong, in English words; null if nothing did. */
    @Exported
    @CheckForNull
    public String getMessage() {
        return message;
    }

    private String failure() {
        if (said != null) {
            return BoundedText.cut(said.format(LocaleProvider.getLocale()), Timeline.MAX_MESSAGE_LENGTH);
        }
        return message == null ? "" : message;
    }

    /** What happened, for a person. */
    public String getInWords() {
        if (kind == null) {
            return "";
        }
        return switch (kind) {
            case "STARTED" -> Messages.TimelineEvent_started();
            case "ANSWERED" -> Messages.TimelineEvent_answered(getDelivered(), getFailed(), getPending());
            case "TROUBLE" -> Messages.TimelineEvent_trouble(failure());
            case "RESUMED" -> Messages.TimelineEvent_resumed();
            default -> kind;
        };
    }
}
