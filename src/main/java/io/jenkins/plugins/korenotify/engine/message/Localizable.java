package io.jenkins.plugins.korenotify.engine.message;

import java.util.Locale;

/** An exception that people read in their own language. Its message is the same in English. */
public interface Localizable {
    /** What happened, in the language closest to {@code locale}. */
    String format(Locale locale);
}
