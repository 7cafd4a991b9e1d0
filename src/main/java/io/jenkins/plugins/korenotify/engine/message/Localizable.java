package io.jenkins.plugins.korenotify.engine.message;

/** An exception that people can read in their own language. Its own message is in English. */
public interface Localizable {
    /** What happened, as code and arguments. */
    LocalizableMessage toMessage();
}
