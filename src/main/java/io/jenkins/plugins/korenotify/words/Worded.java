package io.jenkins.plugins.korenotify.words;

import java.util.Locale;

/** An exception that people read in their own language. Its message is the same in English. */
public interface Worded {
    /** What happened, in the language closest to {@code locale}. */
    String inWords(Locale locale);
}
