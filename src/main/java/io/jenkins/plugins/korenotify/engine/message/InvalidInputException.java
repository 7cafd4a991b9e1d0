package io.jenkins.plugins.korenotify.engine.message;

/** A value that a user entered and that cannot be used. The message names it and says why, in English. */
public final class InvalidInputException extends IllegalArgumentException implements Localizable {
    private static final long serialVersionUID = 1L;

    private final LocalizableMessage message;

    /** Creates the exception; {@code message} names the value. */
    public InvalidInputException(LocalizableMessage message) {
        super(message.toString());
        this.message = message;
    }

    @Override
    public LocalizableMessage toMessage() {
        return message;
    }
}
