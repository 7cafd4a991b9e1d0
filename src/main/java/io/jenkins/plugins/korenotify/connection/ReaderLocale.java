package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.korenotify.engine.message.Localizable;
import io.jenkins.plugins.korenotify.engine.polling.PollFailure;
import org.jvnet.localizer.LocaleProvider;

/** What the engine says, as {@code Messages} would say it: to a reader in theirs, to a log in the controller's language. */
public final class ReaderLocale {
    private ReaderLocale() {}

    /** Why something failed; its message where that is all there is. */
    @NonNull
    public static String of(@NonNull Exception why) {
        return why instanceof Localizable
                ? ((Localizable) why).format(LocaleProvider.getLocale())
                : String.valueOf(why.getMessage());
    }

    /** Why a question got no status. */
    @NonNull
    public static String of(@NonNull PollFailure why) {
        return why.format(LocaleProvider.getLocale());
    }
}
