package io.jenkins.plugins.korenotify.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import io.jenkins.plugins.korenotify.engine.result.BoundedText;
import io.jenkins.plugins.korenotify.engine.result.RequestResult;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What is kept of one request of a check. Stored with the build: the names of the fields stay as they are. */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class RequestRecord extends RecipientCounts {
    private final String id;
    private final boolean answered;
    private final boolean finished;
    private final int polls;
    private final int errors;
    private final int retries;
    private final String failure;
    // The same by key and values; null where only the words are known.
    private final LocalizableMessage failureMessage;

    RequestRecord(RequestResult request) {
        super(request.delivered(), request.failed(), request.pending());
        id = request.id();
        answered = request.hasResponded();
        finished = request.isFinished();
        polls = request.polls();
        errors = request.errors();
        retries = request.retries();
        failure = request.failure().orElse(null);
        failureMessage = request.failureMessage().orElse(null);
    }

    /** Its ID, {@code ds-…}. */
    @Exported
    public String getId() {
        return id;
    }

    /** Whether Kore.ai ever gave a status of it. */
    @Exported
    public boolean hasResponded() {
        return answered;
    }

    /** Whether Kore.ai calls it finished. */
    @Exported
    public boolean isFinished() {
        return finished;
    }

    /** All recipients. */
    @Exported
    public long getTotal() {
        return total();
    }

    /** How often it was asked for. */
    @Exported
    public int getPolls() {
        return polls;
    }

    /** How many of the questions got no status. */
    @Exported
    public int getErrors() {
        return errors;
    }

    /** How many questions were asked again after one that got no status. */
    @Exported
    public int getRetries() {
        return retries;
    }

    /** What went wrong with the last question, in English words; null if nothing did. */
    @Exported
    @CheckForNull
    public String getTrouble() {
        return failure;
    }

    /** The same in the reader's language, as far as that is known. */
    @CheckForNull
    public String getTroubleInWords() {
        return failureMessage == null
                ? failure
                : BoundedText.cut(failureMessage.format(LocaleProvider.getLocale()), RequestResult.MAX_TROUBLE_LENGTH);
    }

    /** How it stands, for a person. */
    public String getState() {
        if (finished) {
            return Messages.RequestRecord_finished();
        }
        return answered ? Messages.RequestRecord_running() : Messages.RequestRecord_unanswered();
    }
}
