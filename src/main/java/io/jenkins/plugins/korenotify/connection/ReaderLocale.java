package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.korenotify.engine.message.Localizable;
import org.jvnet.localizer.LocaleProvider;

/** Messages of the engine in the language of the user who reads a page; in a log, in the controller's. */
public final class ReaderLocale {
    private ReaderLocale() {}

    /** Why something failed. */
    @NonNull
    public static String format(@NonNull Exception failure) {
        return failure instanceof Localizable known
                ? known.toMessage().format(LocaleProvider.getLocale())
                : String.valueOf(failure.getMessage());
    }
}
